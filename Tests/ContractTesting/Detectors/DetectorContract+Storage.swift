import AccessLogs
import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

extension DetectorContract {
    func checkStoredParameters() throws {
        let parameters = type.parameters.standard
        let stored = try JSONDecoder().decode(
            [String: ParameterValue].self, from: JSONEncoder().encode(parameters.values))
        #expect(try type.parameters.checked(stored) == parameters)
        let again = try detector(stored).fit(matrix, .standard)
        #expect(try matrix.scores(of: again) == scores(matrix), "\(id) is another one from stored parameters")
    }

    func checkRestoration() throws {
        let detector = detector()
        let fitted = try detector.fit(matrix, .standard)
        let restored = try detector.restore(fitted.tensors, for: matrix)
        #expect(try matrix.scores(of: restored) == matrix.scores(of: fitted), "\(id) scores otherwise once restored")
        #expect(restored.tensors == fitted.tensors)
    }

    func checkDamage() throws {
        let detector = detector()
        let tensors = try detector.fit(matrix, .standard).tensors
        for (name, tensor) in tensors {
            var infinite = tensor, notANumber = tensor
            infinite.elements[0] = .infinity
            notANumber.elements[tensor.elements.count - 1] = .nan
            let longer = Matrix(rows: tensor.rows + 1, columns: tensor.columns, repeating: Float(1))
            let wider = Matrix(rows: tensor.rows, columns: tensor.columns + 1, repeating: Float(1))
            let damages: [Matrix<Float>?] = [nil, infinite, notANumber, longer, wider]
            for damage in damages {
                var damaged = tensors
                damaged[name] = damage
                #expect(throws: DetectorError.self, "\(id) accepts a damaged tensor \(name)") {
                    try detector.restore(damaged, for: matrix)
                }
            }
        }
    }

    /// A dense matrix of all pairs would have 2.4 million elements; some have one of the resources by design, and say no
    /// where that would be too large.
    func checkSize() throws {
        let random = RandomStream(seed: Seed(6))
        let matrix = InteractionMatrix(
            (0..<6_000).map { _ in access("u\(random.index(below: 2_000))", "r\(random.index(below: 1_200))") })
        let stored = try detector().fit(matrix, .standard).tensors.values.reduce(0) { $0 + $1.elements.count }
        let keepsResourcePairs = type.traits.contains(.keepsResourcePairs)
        let dense = keepsResourcePairs ? matrix.resources.count * matrix.resources.count : 0
        #expect(
            stored <= matrix.pairCount + 100 * (matrix.users.count + matrix.resources.count) + dense,
            "\(id) keeps \(stored) numbers")
    }
}
