import AccessLogs
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Truncated singular value decomposition of the binary matrix, with every pair that was not observed taken for a 0.
///
/// With the degrees D_u and D_i of users and resources, S = D_u^−a A D_i^−a is approximated by its leading singular
/// values and vectors U Σ Vᵀ, and the anomaly score is minus the prediction of A itself, D_u^a U Σ Vᵀ D_i^a. Of all
/// predictions of the given rank it has the least Σ d(u)^−2a d(i)^−2a (error)² (Eckart and Young 1936): a = 0 is the
/// plain decomposition (PureSVD of Cremonesi, Koren and Turrin, RecSys 2010), a = ½ that of correspondence analysis,
/// whose first component is what the degrees alone predict.
///
/// Each tenant is decomposed by itself, by the randomised method of Halko, Martinsson and Tropp (SIAM Review 2011).
/// Components beyond what a small tenant's matrix has are 0.
///
/// It wins where accesses follow a few broad patterns, fits in seconds at any size and has one parameter that matters.
/// It fails on fine structure, such as a team of three with a share of its own, which no leading component sees; unseen
/// pairs pull the predictions of the inactive towards 0.
///
/// Complexity: O(pairs · rank · iterations + (users + resources) · rank²).
package struct SVD: Detector {
    package static let id = "svd"
    package static let summary = "The leading singular vectors of the matrix of accesses."
    package static let structure: LatentStructure? = .factors
    package static let foldsIn = true

    static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 16, simpler: .lower, tuned: [4, 8, 16, 32, 64], "Number of singular values.")
    static let degreeExponent = Parameter<Double>(
        "degree_exponent", in: 0...1, standard: 0.5, simpler: .lower, tuned: [0, 0.25, 0.5],
        "a, the power of the degrees by which rows and columns are divided beforehand.")
    static let iterations = Parameter<Int>(
        "iterations", in: 0...100, standard: 8, simpler: .lower,
        "Power iterations of the randomised method; more are more exact.")
    static let seed = Parameter.seed("Seed of the test matrix, beside the study's own.")

    package static let parameters: ParameterList = [rank, degreeExponent, iterations, seed]

    /// How many more vectors than asked for are iterated: the number that Halko, Martinsson and Tropp recommend.
    private static let oversampling = 10

    let rank: Int
    let degreeExponent: Double
    let iterations: Int
    let seed: Int

    package init(_ parameters: ParameterSet) {
        rank = parameters[Self.rank]
        degreeExponent = parameters[Self.degreeExponent]
        iterations = parameters[Self.iterations]
        seed = parameters[Self.seed]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        var userFactors = Matrix<Float>(rows: matrix.users.count, columns: rank)
        var resourceFactors = Matrix<Float>(rows: matrix.resources.count, columns: rank)
        for tenant in matrix.tenants {
            try context.checkCancellation()
            let pairs = matrix.counts.block(rows: tenant.users, columns: tenant.resources)
            let userScale = pairs.rowDegrees.map { pow(Double($0), degreeExponent) }
            let resourceScale = pairs.transposed().rowDegrees.map { pow(Double($0), degreeExponent) }
            let values = (0..<pairs.rows).flatMap { user in
                pairs.range(ofRow: user).map { position in
                    Float(1 / (userScale[user] * resourceScale[Int(pairs.columnIndices[position])]))
                }
            }
            let scaled = SparseMatrix(
                rows: pairs.rows, columns: pairs.columns, rowOffsets: pairs.rowOffsets,
                columnIndices: pairs.columnIndices, values: values)
            let smaller = min(pairs.rows, pairs.columns), width = min(rank + Self.oversampling, smaller)
            let components = min(rank, smaller)
            let random = RandomStream(seed: context.seed.derived("svd test matrix", seed).derived(tenant.name))
            let start = Matrix<Double>(
                rows: pairs.columns, columns: width,
                elements: (0..<pairs.columns * width).map { _ in random.gaussian() })
            guard
                let svd = try scaled.truncatedSVD(
                    rank: components, start: start, iterations: iterations, workers: context.workers,
                    willContinue: context.checkCancellation)
            else { throw DetectorError("the singular value decomposition failed for the tenant '\(tenant.name)'") }
            for component in 0..<components {
                let weight = svd.values[component].squareRoot()
                for (index, user) in tenant.users.enumerated() {
                    userFactors[user, component] = Float(userScale[index] * weight * svd.left[index, component])
                }
                for (index, resource) in tenant.resources.enumerated() {
                    resourceFactors[resource, component] = Float(
                        resourceScale[index] * weight * svd.right[index, component])
                }
            }
        }
        return model(FactorModel(userFactors: userFactors, resourceFactors: resourceFactors), of: matrix)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        model(try FactorModel(tensors, rank: rank, for: matrix), of: matrix)
    }

    private func model(_ factors: FactorModel, of matrix: InteractionMatrix) -> SVDModel {
        SVDModel(factors, of: matrix, degreeExponent: degreeExponent)
    }
}
