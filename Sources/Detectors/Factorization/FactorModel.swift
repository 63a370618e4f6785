import AccessLogs
import Concurrency
import Interactions
import LinearAlgebra

/// User and resource factors whose inner product predicts an access; the anomaly score is the negative prediction.
struct FactorModel: FittedDetector {
    /// `users × rank`.
    let userFactors: Matrix<Float>
    /// `resources × rank`.
    let resourceFactors: Matrix<Float>

    init(userFactors: Matrix<Float>, resourceFactors: Matrix<Float>) {
        self.userFactors = userFactors
        self.resourceFactors = resourceFactors
    }

    /// - Throws: ``DetectorError`` where the factors are missing or have other shapes than the matrix demands.
    init(_ tensors: [String: Matrix<Float>], rank: Int, for matrix: InteractionMatrix) throws(DetectorError) {
        userFactors = try tensors.matrix("user_factors", rows: matrix.users.count, columns: rank)
        resourceFactors = try tensors.matrix("resource_factors", rows: matrix.resources.count, columns: rank)
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        userFactors.products(ofRows: users, with: resourceFactors, rows: resources).map { -$0 }
    }

    func ranking(of resources: Range<Int>) -> any ResourceRanking {
        FactorRanking(self, of: resources)
    }

    var tensors: [String: Matrix<Float>] {
        ["user_factors": userFactors, "resource_factors": resourceFactors]
    }
}

/// Ranks by inner products of factors, where scores are their negatives.
struct FactorRanking: ResourceRanking {
    private let userFactors: Matrix<Float>
    private let search: InnerProductSearch

    init(_ factors: FactorModel, of resources: Range<Int>) {
        userFactors = factors.userFactors
        search = InnerProductSearch(among: resources, of: factors.resourceFactors)
    }

    func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        _ workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws -> [[RankedResource]] {
        let found = search.extremes(
            order == .mostAnomalousFirst ? .least : .greatest, count: count, forRows: users, of: userFactors,
            leavingOut: excluded, workers, unless: isCancelled)
        if isCancelled() { throw CancellationError() }
        return found.map { items in items.map { RankedResource(resource: $0.index, score: -$0.value) } }
    }
}

extension [String: Matrix<Float>] {
    /// A tensor of a known shape with finite elements.
    ///
    /// - Throws: ``DetectorError`` where it is missing, has another shape or holds an infinity or NaN.
    func matrix(_ name: String, rows: Int, columns: Int) throws(DetectorError) -> Matrix<Float> {
        guard let matrix = self[name] else { throw DetectorError("the model lacks the tensor '\(name)'") }
        guard matrix.rows == rows, matrix.columns == columns else {
            throw DetectorError(
                "the tensor '\(name)' is \(matrix.rows) × \(matrix.columns), expected \(rows) × \(columns)")
        }
        guard matrix.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the tensor '\(name)' holds numbers that are not finite")
        }
        return matrix
    }
}
