import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("Every detector that learns in steps")
struct SteppedDetectorTests {
    static let ids = Detectors.standard.types.filter { $0 is any SteppedDetector.Type }.map { $0.id }

    private let matrix = InteractionMatrix(randomAccesses(users: 40, resources: 30, count: 500))

    private func type(_ id: String) throws -> any SteppedDetector.Type {
        try #require(try Detectors.standard.type(of: id) as? any SteppedDetector.Type)
    }

    @Test("counts them by a whole number among its parameters", arguments: ids)
    func parameter(id: String) throws {
        let type = try type(id)
        let parameter = try #require(type.parameters.first { $0 == type.stepsParameter.description })
        guard case .integer = parameter.domain else {
            Issue.record("\(parameter.name) is not a whole number")
            return
        }
    }

    @Test(
        "fits with fewer steps as one with more begins, to the bit", arguments: ids,
        [[:], ["normalization": .string("user-scale")], ["calibration": .string("tail")]] as [[String: ParameterValue]])
    func prefix(id: String, parameters: [String: ParameterValue]) throws {
        let type = try type(id)
        func set(_ steps: Int) throws -> ParameterSet {
            try type.parameters.checked(parameters.merging([type.stepsParameter.name: .integer(steps)]) { $1 })
        }
        var training = try ModelTraining(type, parameters: set(7), on: matrix, .standard)
        for steps in [1, 3, 4, 7] {
            try training.advance(to: steps)
            let alone = try FittedModel(type, parameters: set(steps), fittedTo: matrix, .standard)
            let model = try training.model(set(steps))
            #expect(model.detector.tensors == alone.detector.tensors)
            #expect(model.parameters == alone.parameters)
            #expect(try matrix.scores(of: model.detector) == matrix.scores(of: alone.detector))
            // What it frees makes no difference.
            if steps == 3 { training.rest() }
        }
    }
}
