import Detectors
import Experiments
import Foundation
import Parameters
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("Trials that differ in their number of steps")
struct SharedTrainingTests {
    let folder = TemporaryFolder()

    /// Numbers of sweeps out of order, and a detector with another parameter for steps.
    private static let together = """
        [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4]}, \
        sweeps: {type: categorical, values: [9, 3, 5]}}}, \
        {id: logistic-factorization, space: {epochs: {type: categorical, values: [1, 2]}}}, {id: popularity}]
        """

    @Test("share a training, in ascending order, in either mode", arguments: SearchSpecification.Mode.allCases)
    func paths(mode: SearchSpecification.Mode) throws {
        let plans = try StudyPlan(.tiny(algorithms: Self.together), components: .test).trials
        let paths = try TrialPath.paths(through: plans, mode: mode, detectors: StudyComponents.test.detectors)
        #expect(paths.map { $0.plans.count } == [3, 3, 2, 1])
        for path in paths.prefix(2) {
            #expect(path.link == .steps(parameter: ALSImplicit.stepsParameter))
            #expect(path.plans.compactMap { path.steps(of: $0) } == [3, 5, 9])
            #expect(Set(path.plans.map { $0.parameters.values["rank"] }).count == 1)
        }
        #expect(paths[2].link == .steps(parameter: LogisticFactorization.stepsParameter))
        #expect(paths[3].link == .none)
    }

    @Test("have the measurements of trials that are fitted by themselves, to the bit")
    func exact() throws {
        let sweeps = 5
        try StudyWatch().run(.tiny(algorithms: Self.together), in: folder["together"])
        let alone = """
            [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4]}, sweeps: \(sweeps)}}]
            """
        try StudyWatch().run(.tiny(algorithms: alone), in: folder["alone"])
        #expect(try measurements("alone", sweeps).count == 2)
        #expect(try measurements("together", sweeps) == measurements("alone", sweeps))
    }

    /// The validation measurements of the trials with `sweeps` sweeps, by their ranks.
    private func measurements(_ study: String, _ sweeps: Int) throws -> [Int: [String]] {
        struct Line: Decodable {
            var trial: Int
            var parameters: Parameters
            struct Parameters: Decodable {
                var rank: Int?
                var sweeps: Int?
            }
        }
        let rows = try folder.text(of: "\(study)/metrics.csv").split(separator: "\n")
        var measurements: [Int: [String]] = [:]
        for text in try folder.text(of: "\(study)/trials.ndjson").split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            guard let rank = line.parameters.rank, line.parameters.sweeps == sweeps else { continue }
            measurements[rank] = rows.filter { $0.hasPrefix("\(line.trial),") && $0.contains(",validation,") }.map {
                String($0.drop { $0 != "," })
            }
        }
        return measurements
    }

    @Test("find the same with any number of workers, interrupted or not")
    func repeatable() throws {
        try StudyWatch().run(.tiny(algorithms: Self.together), in: folder["one"])
        try StudyWatch().run(.tiny(algorithms: Self.together), in: folder["three"], workers: 3)
        let first = StudyWatch(stoppingAfter: 2), second = StudyWatch()
        #expect(throws: CancellationError.self) {
            try first.run(.tiny(algorithms: Self.together), in: folder["stopped"])
        }
        try second.run(.tiny(algorithms: Self.together), in: folder["stopped"])
        #expect(first.trials + second.trials == 9)
        let metrics = try folder.text(of: "one/metrics.csv")
        #expect(try folder.text(of: "three/metrics.csv") == metrics)
        #expect(try folder.text(of: "stopped/metrics.csv") == metrics)
    }
}
