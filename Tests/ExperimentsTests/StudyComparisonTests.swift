@testable import Experiments
import Foundation
import TestSupport
import Testing

@Suite("A comparison of studies")
struct StudyComparisonTests {
    let folder = TemporaryFolder()

    private static let worlds = """
        [{simulate: {organisation: block-model, worlds: 2, users: 60, departments: 3, shares: 30, days: 21, seed: 5, \
        hub_shares: 2, projects: 1, service_accounts: 1}}]
        """

    private func study(_ name: String, _ specification: ExperimentSpecification) throws -> FinishedStudy {
        try StudyWatch().run(specification, in: folder[name])
        return try FinishedStudy(at: folder[name], components: .test)
    }

    @Test("pairs the algorithms of a study in each of its worlds")
    func worlds() throws {
        let comparison = try StudyComparison(
            [study("s", .tiny(datasets: Self.worlds))], components: .test)
        #expect(comparison.metric == "average_precision")
        #expect(comparison.slice == "macro")
        #expect(comparison.comparison.worlds == ["block-model", "block-model-2"])
        #expect(Set(comparison.comparison.algorithms) == ["als-implicit", "popularity"])
        #expect(comparison.comparison.pairs.map(\.verdict) == [.notEnoughPairs])
    }

    @Test("pairs the algorithms of several studies of the same worlds, and tells namesakes apart")
    func studies() throws {
        let first = try study("first", .tiny(algorithms: "[{id: popularity}]"))
        let second = try study("second", .tiny(algorithms: "[{id: random}, {id: popularity}]"))
        let comparison = try StudyComparison([first, second], metric: "roc_auc", components: .test)
        #expect(comparison.comparison.algorithms == ["1:tiny/popularity", "random", "2:tiny/popularity"])
        let namesakes = comparison.comparison.values[0]
        #expect(namesakes[0] == namesakes[2])
        #expect(comparison.caveat != nil)
    }

    @Test("refuses to pair figures of different injections")
    func otherSeeds() throws {
        let first = try study("first", .tiny(root: 3, algorithms: "[{id: popularity}]"))
        let second = try study("second", .tiny(root: 4, algorithms: "[{id: random}]"))
        let error = #expect(throws: StudyError.self) { try StudyComparison([first, second], components: .test) }
        #expect(error?.description.contains("no world in common") == true)
        let unknown = #expect(throws: StudyError.self) {
            try StudyComparison([first, second], metric: "no_metric", components: .test)
        }
        #expect(unknown?.description.contains("no study has no_metric on macro") == true)
    }

    @Test("needs a finished study")
    func unfinished() {
        #expect(throws: StudyError.self) { try FinishedStudy(at: folder["nothing"], components: .test) }
    }
}
