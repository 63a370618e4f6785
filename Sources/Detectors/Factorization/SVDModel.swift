import Foundation
import Interactions
import LinearAlgebra

/// A truncated singular value decomposition, onto whose vectors the row of a newcomer is projected.
///
/// With S ≈ U Σ Vᵀ the row of a user is s = U Σ V ᵀ's row, and U Σ = S V; a new user's row s is predicted as s V Vᵀ, which
/// is the nearest point of the space of the resource vectors (Deerwester, Dumais, Furnas, Landauer and Harshman,
/// "Indexing by latent semantic analysis", 1990). For a user of the training that is what the decomposition itself
/// predicts, once it is exact. In the scale of A the prediction for the resource i is d(i)^a Vᵢ · Σ d(j)^−a Vⱼ over the
/// newcomer's resources j, whose own degree cancels. Resources are projected onto the user vectors likewise.
struct SVDModel: FoldingIn {
    private let factors: FactorModel
    private let users: SingularVectors
    private let resources: SingularVectors

    init(_ factors: FactorModel, of matrix: InteractionMatrix, degreeExponent: Double) {
        self.factors = factors
        users = SingularVectors(
            factors.userFactors, degrees: matrix.counts.rowDegrees, exponent: degreeExponent,
            matrix.tenants.map(\.users))
        resources = SingularVectors(
            factors.resourceFactors, degrees: matrix.counts.transposed().rowDegrees, exponent: degreeExponent,
            matrix.tenants.map(\.resources))
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        factors.scores(users: users, resources: resources)
    }

    func ranking(of resources: Range<Int>) -> any ResourceRanking { factors.ranking(of: resources) }

    var tensors: [String: Matrix<Float>] { factors.tensors }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        self.resources.scores(of: accesses.map(\.resource), for: resources)
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        self.users.scores(of: accesses.map(\.user), for: users)
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try resources.leaveOneOutScores(of: accesses.map(\.resource), isCancelled)
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try users.leaveOneOutScores(of: accesses.map(\.user), isCancelled)
    }
}

/// The vectors of one side of a decomposition, as factors r = d^a √σ v.
private struct SingularVectors: Sendable {
    private let factors: Matrix<Float>
    /// d^−2a of each row.
    private let scales: [Double]
    /// The tenant of each row.
    private let tenants: [Int32]
    /// 1/σ of the components of each tenant, `tenants × rank`; 0 for a component that the tenant does not have.
    private let reciprocals: Matrix<Double>

    /// - Parameter ranges: the rows of each tenant.
    init(_ factors: Matrix<Float>, degrees: [Int], exponent: Double, _ ranges: [Range<Int>]) {
        self.factors = factors
        let scales = degrees.map { pow(Double(max(1, $0)), -2 * exponent) }
        var tenants = [Int32](repeating: 0, count: factors.rows)
        var reciprocals = Matrix<Double>(rows: ranges.count, columns: factors.columns)
        for (number, range) in ranges.enumerated() {
            for row in range { tenants[row] = Int32(number) }
            for component in 0..<factors.columns {
                // As v has the length one, this is σ.
                let value = range.reduce(0) { sum, row in
                    sum + scales[row] * Double(factors[row, component]) * Double(factors[row, component])
                }
                if value > 0 { reciprocals[number, component] = 1 / value }
            }
        }
        self.scales = scales
        self.tenants = tenants
        self.reciprocals = reciprocals
    }

    /// Adds what a row brings to the newcomer's coordinates, r d^−2a / σ.
    private func add(_ row: Int32, to coordinates: inout [Double]) {
        let row = Int(row), tenant = Int(tenants[row])
        for component in coordinates.indices {
            coordinates[component] +=
                scales[row] * Double(factors[row, component]) * reciprocals[tenant, component]
        }
    }

    private func coordinates(of rows: [Int32]) -> [Double] {
        var coordinates = [Double](repeating: 0, count: factors.columns)
        for row in rows { add(row, to: &coordinates) }
        return coordinates
    }

    private func score(_ coordinates: [Double], of row: Int32) -> Double {
        var prediction = 0.0
        for component in coordinates.indices {
            prediction += coordinates[component] * Double(factors[Int(row), component])
        }
        return -prediction
    }

    func scores(of rows: [Int32], for targets: [Int32]) -> [Double] {
        let coordinates = coordinates(of: rows)
        return targets.map { score(coordinates, of: $0) }
    }

    /// Predictions are sums over the rows, from which one is easily taken.
    func leaveOneOutScores(of rows: [Int32], _ isCancelled: () -> Bool) throws -> [Double] {
        let whole = coordinates(of: rows)
        return try rows.enumerated().map { index, row in
            if index % 1024 == 0, isCancelled() { throw CancellationError() }
            var own = [Double](repeating: 0, count: whole.count)
            add(row, to: &own)
            return score(zip(whole, own).map { $0 - $1 }, of: row)
        }
    }
}
