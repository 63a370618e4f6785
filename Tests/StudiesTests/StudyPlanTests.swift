import Experiments
import Parameters
@testable import Studies
import StudySupport
import Testing

@Suite("A study's plan")
struct StudyPlanTests {
    private static let datasets = "[{name: a, path: x}, {name: b, path: y}]"

    @Test("numbers the trials through all datasets, and tries the same points on each")
    func numbers() throws {
        let plan = try StudyPlan(.tiny(datasets: Self.datasets), components: .test)
        #expect(plan.trials.map(\.number) == Array(0..<10))
        #expect(plan.trials.map(\.dataset) == Array(repeating: "a", count: 5) + Array(repeating: "b", count: 5))
        #expect(plan.trials.prefix(5).map(\.algorithm) == plan.trials.suffix(5).map(\.algorithm))
        #expect(plan.trials.prefix(5).map(\.parameters) == plan.trials.suffix(5).map(\.parameters))
        #expect(plan.trials.prefix(5).map(\.algorithm) == Array(repeating: "als-implicit", count: 4) + ["popularity"])
        #expect(Set(plan.trials.prefix(5).map(\.parameters)).count == 5)
    }

    @Test("is the same each time")
    func repeatable() throws {
        let plans = try (0..<2).map { _ in try StudyPlan(.tiny(), components: .test).trials }
        #expect(plans[0] == plans[1])
    }

    @Test("tries one detector under two names, each with its own space and the seed of the detector")
    func namesakes() throws {
        let space = "rank: {type: int, low: 1, high: 64}"
        let plan = try StudyPlan(
            .tiny(
                algorithms: """
                    [{id: als-implicit, name: raw, space: {\(space)}}, \
                    {id: als-implicit, name: normalised, space: {\(space), normalization: user}}]
                    """, sampler: "random"), components: .test)
        let raw = plan.trials.filter { $0.algorithm == "raw" }
        let normalized = plan.trials.filter { $0.algorithm == "normalised" }
        #expect(Set(plan.trials.map(\.detector)) == ["als-implicit"])
        #expect(raw.count == normalized.count && raw.count + normalized.count == plan.trials.count)
        #expect(raw.map { $0.parameters.values["rank"] } == normalized.map { $0.parameters.values["rank"] })
        #expect(normalized.allSatisfy { $0.parameters.values["normalization"] == .string("user") })
    }

    @Test("is refused where the grid does not fit the number of trials, and the message names the algorithm")
    func tooLarge() throws {
        let algorithms = "[{id: als-implicit, space: {rank: {type: categorical, values: [\(ranks)]}}}]"
        let specification = try ExperimentSpecification.tiny(algorithms: algorithms)
        #expect(throws: StudyError.self) { try StudyPlan(specification, components: .test) }
    }

    /// More ranks than the default number of trials.
    private var ranks: String { (1...40).map(String.init).joined(separator: ", ") }
}
