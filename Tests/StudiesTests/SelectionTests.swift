import Detectors
import Evaluation
import Parameters
import Search
@testable import Studies
import Testing

@Suite("Choosing the best trial")
struct SelectionTests {
    /// A trial of a rank with its objective in each replicate.
    private func trial(
        _ number: Int, rank: Int = 8, regularization: Double = 1, values: [Double], noise: [Double] = [0, 0, 0],
        state: TrialState = .complete
    ) throws -> TrialOutcome {
        let parameters = try ALSImplicit.parameters.checked([
            "rank": .integer(rank), "regularization": .real(regularization),
        ])
        func measurements(_ metric: String, _ values: [Double]) -> [ReplicateMeasurement] {
            values.enumerated().map { replicate, value in
                ReplicateMeasurement(
                    replicate: replicate, measurement: .init(metric: metric, slice: "macro", value: .defined(value)))
            }
        }
        return TrialOutcome(
            plan: TrialPlan(
                number: number, dataset: "d", algorithm: "als-implicit", detector: "als-implicit",
                parameters: parameters),
            state: state, message: nil, seconds: 1,
            measurements: measurements("quality", values) + measurements("noise", noise))
    }

    private func chosen(
        _ rule: Selection.Rule, of outcomes: [TrialOutcome], maximize: Bool = true
    ) -> Int? {
        selection(rule, maximize).best(of: outcomes, parameters: ALSImplicit.parameters)?.plan.number
    }

    private func selection(_ rule: Selection.Rule, _ maximize: Bool = true) -> Selection {
        Selection(
            metric: "quality", slice: "macro", maximize: maximize, tieBreaker: ("noise", false), rule: rule)
    }

    @Test("takes the simplest trial within one standard error of the paired difference to the best")
    func oneStandardError() throws {
        // The differences to trial 0: of trial 1 (0.02, −0.02, 0.03), mean 0.01 below its error 0.0153; of trial 2 a
        // steady 0.05, whose error is next to nothing although the values themselves scatter widely.
        let outcomes = try [
            trial(0, rank: 32, values: [0.90, 0.50, 0.70]),
            trial(1, rank: 16, values: [0.88, 0.52, 0.67]),
            trial(2, rank: 4, values: [0.85, 0.45, 0.65]),
        ]
        #expect(chosen(.oneStandardError, of: outcomes) == 1)
        #expect(chosen(.best, of: outcomes) == 0)
    }

    @Test("calls simple what the parameters call simple: fewer factors first, then more regularisation")
    func simplicity() throws {
        let values = [0.5, 0.6, 0.7]
        let outcomes = try [
            trial(0, rank: 4, regularization: 1, values: values), trial(1, rank: 4, regularization: 10, values: values),
            trial(2, rank: 8, regularization: 100, values: values),
        ]
        #expect(chosen(.oneStandardError, of: outcomes) == 1)
    }

    @Test("takes the first of trials that are equally good and equally simple")
    func equals() throws {
        let outcomes = try [trial(3, values: [0.5, 0.6, 0.7]), trial(1, values: [0.5, 0.6, 0.7])]
        #expect(chosen(.oneStandardError, of: outcomes) == 1)
        #expect(chosen(.best, of: outcomes) == 1)
    }

    @Test("decides between equal means by the tie-breaker in its own direction")
    func tieBreaker() throws {
        let outcomes = try [
            trial(0, values: [0.5, 0.6, 0.7], noise: [3, 3, 3]), trial(1, values: [0.7, 0.6, 0.5], noise: [1, 1, 1]),
            trial(2, values: [0.6, 0.6, 0.6], noise: [2, 2, 2]),
        ]
        #expect(chosen(.best, of: outcomes) == 1)
    }

    @Test("looks for the smallest value where that is better")
    func minimize() throws {
        let outcomes = try [trial(0, values: [0.5, 0.5, 0.5]), trial(1, values: [0.1, 0.1, 0.1])]
        #expect(chosen(.best, of: outcomes, maximize: false) == 1)
        #expect(chosen(.oneStandardError, of: outcomes, maximize: false) == 1)
    }

    @Test("goes by the mean where there is a single replicate, which has no error")
    func singleReplicate() throws {
        let outcomes = try [trial(0, rank: 32, values: [0.9]), trial(1, rank: 4, values: [0.8])]
        #expect(chosen(.oneStandardError, of: outcomes) == 0)
    }

    @Test("passes over trials that failed or whose objective is undefined in a replicate")
    func incomplete() throws {
        let defined = try trial(2, values: [0.1, 0.1, 0.1])
        let undefined = try trial(1, values: [0.9, 0.9])
        let gap = ReplicateMeasurement(
            replicate: 2, measurement: .init(metric: "quality", slice: "macro", value: .undefined("no case")))
        let outcomes = try [
            trial(0, values: [0.9, 0.9, 0.9], state: .failed),
            TrialOutcome(
                plan: undefined.plan, state: .complete, message: nil, seconds: 1,
                measurements: undefined.measurements + [gap]),
            defined,
        ]
        #expect(chosen(.best, of: outcomes) == 2)
        #expect(selection(.best).ranking(of: outcomes).map(\.plan.number) == [2])
        #expect(chosen(.oneStandardError, of: []) == nil)
    }
}
