import Detectors
import Evaluation
import Experiments
import Foundation
import Parameters
import Search
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A study under successive halving")
struct HalvingTests {
    let folder = TemporaryFolder()
    private static let halving = "{type: successive-halving, first_rung: 3, growth: 2, reduction: 3}"

    /// Nine settings, of which those with a huge regularisation find nothing, and a detector without steps.
    private static let algorithms = """
        [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4, 6]}, \
        regularization: {type: categorical, values: [2, 20000, 200000]}, sweeps: 8}}, {id: popularity}]
        """

    private static func specification(pruner: String? = halving) throws -> ExperimentSpecification {
        try .tiny(algorithms: algorithms, pruner: pruner)
    }

    @Test("prunes on each rung all but a third, and ends with what an exhaustive search chooses")
    func planted() throws {
        let pruned = try StudyWatch().run(Self.specification(), in: folder["pruned"])
        try StudyWatch().run(Self.specification(pruner: nil), in: folder["whole"])
        let trials = try folder.text(of: "pruned/trials.ndjson")
        #expect(trials.split(separator: "\n").count == 10)
        #expect(trials.count(of: "\"state\":\"pruned\"") == 8)
        #expect(trials.count(of: "\"message\":\"after 3 steps 3 of 9 were better\"") == 6)
        #expect(trials.count(of: "\"message\":\"after 6 steps 1 of 3 were better\"") == 2)
        let chosen = try #require(pruned.datasets.first?.ranking.first { $0.trial.algorithm == "als-implicit" })
        #expect(chosen.trial.parameters.values["regularization"] == .real(2))
        #expect(pruned.failed == 0)
        // Complete trials have the measurements of fits by themselves.
        let exhaustive = try folder.text(of: "whole/metrics.csv").split(separator: "\n")
        let complete = try folder.text(of: "pruned/metrics.csv").split(separator: "\n").filter {
            $0.hasPrefix("\(chosen.trial.number),") && $0.contains(",validation,")
        }
        #expect(!complete.isEmpty && Set(complete).isSubset(of: exhaustive))
    }

    @Test("finds the same with any number of workers, and keeps the measurements of rungs apart")
    func workers() throws {
        try StudyWatch().run(Self.specification(), in: folder["one"])
        try StudyWatch().run(Self.specification(), in: folder["two"], workers: 2)
        #expect(try folder.text(of: "two/metrics.csv") == folder.text(of: "one/metrics.csv"))
        #expect(try folder.states(of: "two") == folder.states(of: "one"))
        let rows = try folder.text(of: "one/metrics.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        func trials(_ phase: String) -> Int { Set(rows.filter { $0[3] == phase }.map { $0[0] }).count }
        #expect(trials("rung@3") == 9)
        #expect(trials("rung@6") == 3)
        // The survivor, and the detector without steps.
        #expect(trials("validation") == 2)
    }

    @Test("finds the same after interruptions, and measures nothing twice", arguments: [1, 7])
    func interrupted(after trials: Int) throws {
        try StudyWatch().run(Self.specification(), in: folder["whole"])
        let first = StudyWatch(stoppingAfter: trials), second = StudyWatch()
        #expect(throws: CancellationError.self) { try first.run(Self.specification(), in: folder["s"]) }
        try second.run(Self.specification(), in: folder["s"])
        #expect(first.trials + second.trials == 10)
        #expect(try folder.text(of: "s/metrics.csv") == folder.text(of: "whole/metrics.csv"))
        #expect(try folder.states(of: "s") == folder.states(of: "whole"))
    }

    @Test("leaves trials of few steps to their end, and compares only what takes more")
    func shortTrials() throws {
        let algorithms = """
            [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4, 6]}, \
            sweeps: {type: categorical, values: [2, 7]}}}]
            """
        try StudyWatch().run(.tiny(algorithms: algorithms, pruner: Self.halving), in: folder["s"])
        let trials = try folder.text(of: "s/trials.ndjson")
        // The three of two sweeps, and the best of those of seven.
        #expect(trials.count(of: "\"state\":\"complete\"") == 4)
        #expect(trials.count(of: "\"state\":\"pruned\"") == 2)
    }

    @Test("stores the rungs of every algorithm, wherever the pruner has them")
    func rungsOfAlgorithms() throws {
        let components = StudyComponents(pruners: Pruners.standard.adding(Halfway.self))
        let specification = try ExperimentSpecification.tiny(
            algorithms: """
                [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4, 6]}, sweeps: 8}}, \
                {id: als-implicit, name: short, space: {rank: {type: categorical, values: [2, 4, 6]}, sweeps: 6}}, \
                {id: popularity}]
                """, pruner: "{type: halfway}", components: components)
        let plan = try StudyPlan(specification, components: components)
        #expect(plan.rungs(of: "als-implicit") == [4])
        #expect(plan.rungs(of: "short") == [3])
        #expect(plan.rungs(of: "popularity").isEmpty)
        try StudyWatch().run(specification, in: folder["s"], components: components)
        let rungs = try folder.text(of: "s/metrics.csv").split(separator: "\n").compactMap { row -> String? in
            let fields = row.split(separator: ",", omittingEmptySubsequences: false)
            return fields[3].hasPrefix("rung@") ? "\(fields[2]) \(fields[3])" : nil
        }
        #expect(Set(rungs) == ["als-implicit rung@4", "short rung@3"])
    }

    @Test("never chooses a trial that was pruned")
    func selection() throws {
        let parameters = ALSImplicit.parameters.standard
        func outcome(_ number: Int, _ state: TrialState, _ value: Double) -> TrialOutcome {
            TrialOutcome(
                plan: TrialPlan(
                    number: number, dataset: "d", algorithm: "a", detector: "als-implicit", parameters: parameters),
                state: state, message: nil, seconds: 0,
                measurements: [
                    ReplicateMeasurement(
                        replicate: 0, measurement: .init(metric: "quality", slice: "macro", value: .defined(value)))
                ])
        }
        let selection = Selection(metric: "quality", slice: "macro", maximize: true, tieBreaker: nil, rule: .best)
        let ranking = selection.ranking(of: [outcome(0, .pruned, 0.9), outcome(1, .complete, 0.5)])
        #expect(ranking.map(\.plan.number) == [1])
    }
}

extension TemporaryFolder {
    /// How the trials of a study ended, and why, without the times that differ from run to run.
    fileprivate func states(of study: String) throws -> [String] {
        try text(of: "\(study)/trials.ndjson").split(separator: "\n").map {
            String($0).replacing(/"seconds":[^,}]*/, with: "")
        }
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}

/// Ends all trials but one when half of the longest one's steps are done, so that every algorithm has a rung of its own.
private struct Halfway: Pruner {
    static let id = "halfway"
    static let summary = "The best trial at half time continues."
    static let parameters: ParameterList = []
    var values: [String: ParameterValue] { [:] }

    init(_ values: ParameterSet) {}

    func rungs(below steps: Int) -> [Int] { steps > 1 ? [steps / 2] : [] }
    func survivors(of trials: Int) -> Int { 1 }
}
