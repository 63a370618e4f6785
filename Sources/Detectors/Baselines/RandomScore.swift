import AccessLogs
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// A score drawn at random for each pair: the floor of every comparison. A benchmark on which it does not have an
/// ROC-AUC of one half is broken.
package struct RandomScore: Detector {
    package static let id = "random"
    package static let summary = "A random score for each pair: the floor of every comparison."
    package static let traits: DetectorTraits = [.ignoresNeighbors]

    static let seed = Parameter.seed("Seed of the scores, beside the study's own.")

    package static let parameters: ParameterList = [seed]

    let seed: Int

    package init(_ parameters: ParameterSet) {
        seed = parameters[Self.seed]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let random = RandomStream(seed: context.seed.derived("random scores", seed))
        // Two keys, exact in the Float32 in which a model is stored.
        return RandomModel(keys: (random.index(below: 1 << 24), random.index(below: 1 << 24)), matrix)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let keys = try tensors.matrix("keys", rows: 1, columns: 2).elements
        guard keys.allSatisfy({ (0..<Float(1 << 24)).contains($0) }) else {
            throw DetectorError("the tensor 'keys' holds numbers out of range")
        }
        return RandomModel(keys: (Int(keys[0]), Int(keys[1])), matrix)
    }
}

private struct RandomModel: FittedDetector {
    let keys: (Int, Int)
    /// What each user and each resource bring to the score of a pair. It comes from their names, so that other users,
    /// resources and tenants do not change the score.
    let userSeeds: [Seed]
    let resourceSeeds: [Seed]

    init(keys: (Int, Int), _ matrix: InteractionMatrix) {
        self.keys = keys
        let root = Seed(UInt64(keys.0) << 24 | UInt64(keys.1))
        userSeeds = matrix.users.names.map { root.derived("user").derived($0.tenant).derived($0.name) }
        resourceSeeds = matrix.resources.names.map { root.derived("resource").derived($0.tenant).derived($0.name) }
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            let other = Int(truncatingIfNeeded: resourceSeeds[Int(resource)].value)
            return Double(userSeeds[Int(user)].derived("pair", other).value >> 11) * 0x1p-53
        }
    }

    var tensors: [String: Matrix<Float>] {
        ["keys": Matrix(rows: 1, columns: 2, elements: [Float(keys.0), Float(keys.1)])]
    }
}
