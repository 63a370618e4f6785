public import Interactions
public import LinearAlgebra
public import Parameters
import Statistics

/// A score drawn at random for each pair: the floor of every comparison. A benchmark on which it does not have an
/// ROC-AUC of one half is broken.
public struct RandomScore: Detector {
    public static let id = "random"
    public static let summary = "A random score for each pair: the floor of every comparison."
    public static let parameters = [
        ParameterDescription(
            "seed", .integer(0...Int.max), default: .integer(0), "Seed of the scores, beside the study's own.")
    ]

    let seed: Int

    public init(_ parameters: ParameterSet) {
        seed = parameters.integer("seed")
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        let random = RandomStream(seed: context.seed.derived("random scores", seed))
        // Two keys, exact in the Float32 in which a model is stored.
        return RandomModel(keys: (random.index(below: 1 << 24), random.index(below: 1 << 24)))
    }

    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector {
        let keys = try tensors.matrix("keys", rows: 1, columns: 2).elements
        guard keys.allSatisfy({ (0..<Float(1 << 24)).contains($0) }) else {
            throw DetectorError("the tensor 'keys' holds numbers out of range")
        }
        return RandomModel(keys: (Int(keys[0]), Int(keys[1])))
    }
}

private struct RandomModel: FittedDetector {
    let keys: (Int, Int)

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        let root = Seed(UInt64(keys.0) << 24 | UInt64(keys.1))
        return zip(users, resources).map { user, resource in
            Double(root.derived("pair", Int(user), Int(resource)).value >> 11) * 0x1p-53
        }
    }

    var tensors: [String: Matrix<Float>] {
        ["keys": Matrix(rows: 1, columns: 2, elements: [Float(keys.0), Float(keys.1)])]
    }
}
