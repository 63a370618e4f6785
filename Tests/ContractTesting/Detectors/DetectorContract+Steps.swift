import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

extension DetectorContract {
    func checkStepsParameter() {
        guard let type = type as? any SteppedDetector.Type else { return }
        let parameter = type.parameters.first { $0 == type.stepsParameter.description }
        #expect(parameter != nil, "\(id) does not declare the parameter of its steps")
        if let parameter, case .integer = parameter.domain { return }
        Issue.record("the steps of \(id) are not a whole number")
    }

    func checkSteps() throws {
        guard let type = type as? any SteppedDetector.Type else { return }
        let matrix = InteractionMatrix(randomAccesses(users: 40, resources: 30, count: 500))
        // Where the scores can be normalised and calibrated, these steps come on top.
        let settings: [[String: ParameterValue]] = [
            [:], ["normalization": .string("user-scale")], ["calibration": .string("tail")],
        ]
        for parameters in settings where Set(type.parameters.map(\.name)).isSuperset(of: parameters.keys) {
            func set(_ steps: Int) throws -> ParameterSet {
                try type.parameters.checked(parameters.merging([type.stepsParameter.name: .integer(steps)]) { $1 })
            }
            var training = try ModelTraining(type, parameters: set(7), on: matrix, .standard)
            for steps in [1, 3, 4, 7] {
                try training.advance(to: steps)
                let alone = try FittedModel(type, parameters: set(steps), fittedTo: matrix, .standard)
                let model = try training.model(set(steps))
                #expect(model.detector.tensors == alone.detector.tensors, "\(id) after \(steps) steps")
                #expect(model.parameters == alone.parameters)
                #expect(try matrix.scores(of: model.detector) == matrix.scores(of: alone.detector))
                // What it frees makes no difference.
                if steps == 3 { training.rest() }
            }
        }
    }

    func checkCancellation() throws {
        let cancelled = FitContext(seed: FitContext.standard.seed, isCancelled: { true })
        #expect(throws: CancellationError.self, "\(id) fits though cancelled") { try self.scores(matrix, cancelled) }
        let fitted = try detector().fit(matrix, .standard)
        let pairs = matrix.allPairs
        // As many pairs as are scored in a few moments.
        let users = (0..<200).flatMap { _ in pairs.users }, resources = (0..<200).flatMap { _ in pairs.resources }
        let asked = Counter()
        let scores = try fitted.scores(users: users, resources: resources) {
            _ = asked.next()
            return false
        }
        #expect(try scores == fitted.scores(users: users, resources: resources))
        #expect(asked.next() - 1 >= users.count / 8192, "\(id) seldom asks whether to stop scoring")
        #expect(throws: CancellationError.self, "\(id) scores though cancelled") {
            try fitted.scores(users: users, resources: resources) { true }
        }
    }
}
