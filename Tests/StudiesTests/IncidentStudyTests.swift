import Concurrency
import Evaluation
import Experiments
import Foundation
import Lints
import Studies
import StudySupport
import TestSupport
import Testing

@Suite("A study that measures incidents")
struct IncidentStudyTests {
    private let folder = TemporaryFolder()
    private static let metrics = "[roc_auc, incident_recall, incident_precision, hours_to_alert]\nincidents: {}"

    private func means(_ specification: ExperimentSpecification, _ name: String) throws -> [[Evaluation.Measurement]] {
        let result = try StudyWatch().run(specification, in: folder[name])
        return try #require(result.datasets.first).ranking.map(\.testMeans)
    }

    @Test("has them on every scenario, over the scenarios and of all attacks together")
    func slices() throws {
        for means in try means(.tiny(metrics: Self.metrics), "s") {
            for slice in ["uniform-pairs", "frequency-matched-pairs", Evaluation.macro, Evaluation.pooled] {
                let recall = try #require(means.first { $0.metric == "incident_recall@1" && $0.slice == slice })
                #expect(try #require(recall.value.number) >= 0 && #require(recall.value.number) <= 1)
            }
            #expect(!means.contains { $0.metric.hasPrefix("incident_recall@") && $0.slice.hasSuffix("/matched") })
        }
    }

    @Test("finds more attacks with more alerts, and the mean over the scenarios is their mean")
    func budgets() throws {
        let means = try #require(try means(.tiny(metrics: Self.metrics), "s").first)
        func recall(_ budget: Int, _ slice: String) throws -> Double {
            try #require(means.first { $0.metric == "incident_recall@\(budget)" && $0.slice == slice }?.value.number)
        }
        for slice in ["uniform-pairs", "frequency-matched-pairs", Evaluation.pooled] {
            #expect(try recall(1, slice) <= recall(2, slice))
        }
        let mean = try (recall(2, "uniform-pairs") + recall(2, "frequency-matched-pairs")) / 2
        #expect(abs(try recall(2, Evaluation.macro) - mean) < 1e-12)
    }

    @Test("says what is attainable, by a scorer that knows the attacks, and what one reaches that knows nothing")
    func bounds() throws {
        let dataset = try #require(
            try StudyWatch().run(.tiny(metrics: Self.metrics), in: folder["s"]).datasets.first)
        let cases = try #require(dataset.cases), means = try #require(dataset.ranking.first).testMeans
        for slice in ["uniform-pairs", Evaluation.macro, Evaluation.pooled] {
            let most = try #require(cases.attainable("incident_recall@2", on: slice))
            let least = try #require(cases.random("incident_recall@2", on: slice))
            let found = means.first { $0.metric == "incident_recall@2" && $0.slice == slice }?.value.number
            #expect(least < most && most <= 1)
            #expect(try #require(found) <= most + 1e-12)
        }
    }

    @Test("measures them in trials where settings are chosen by them, and there alone")
    func objective() throws {
        let byIncidents = try ExperimentSpecification.tiny(metrics: Self.metrics).resolvedYAML
            .replacingOccurrences(of: "metric: roc_auc", with: "metric: incident_recall@1")
        let specification = try ExperimentSpecification(
            parsing: byIncidents, file: "tiny.yaml", catalogue: StudyComponents.test.catalogue)
        let chosen = try #require(try StudyWatch().run(specification, in: folder["a"]).datasets.first?.ranking.first)
        #expect(chosen.validation.contains { $0.measurement.metric == "incident_recall@1" })
        let other = try #require(
            try StudyWatch().run(.tiny(metrics: Self.metrics), in: folder["b"]).datasets.first?.ranking.first)
        #expect(!other.validation.contains { $0.measurement.metric.hasPrefix("incident_recall@") })
    }

    @Test("says why there are none where accesses are divided without regard to time")
    func untimed() throws {
        let means = try #require(
            try means(.tiny(split: "{type: pairs, held_out: 0.3}", metrics: Self.metrics), "s").first)
        let recall = try #require(means.first { $0.metric == "incident_recall@1" && $0.slice == Evaluation.pooled })
        #expect(recall.value.number == nil)
    }

    private static func eventful(_ life: String) -> String {
        """
        [{simulate: {organisation: block-model, users: 80, departments: 3, shares: 40, days: 28, seed: 5, hub_shares: 2, \
        projects: 1, service_accounts: 1\(life)}}]
        """
    }

    @Test(
        "says which innocent events raise alerts where nobody attacks, and leaves the means over scenarios to attacks")
    func innocent() throws {
        let result = try StudyWatch().run(
            .tiny(
                datasets: Self.eventful(", life: 'share_rollouts=2 transfers=0.1 services=2'"), metrics: Self.metrics),
            in: folder["s"])
        let means = try #require(result.datasets.first?.ranking.first).testMeans
        let kinds = Set(means.map(\.slice).filter { $0.hasPrefix(Evaluation.innocent) })
        #expect(kinds == ["innocent/share-rollout", "innocent/transfer", "innocent/service"])
        func value(_ metric: String, _ slice: String) throws -> Double {
            try #require(means.first { $0.metric == metric && $0.slice == slice }?.value.number)
        }
        for kind in kinds {
            #expect((0...1).contains(try value("incident_recall@2", kind)))
            #expect(try value("incident_recall@1", kind) <= value("incident_recall@2", kind))
        }
        // Alerts of a world without attacks are of one kind of event at most, or of nothing that is known.
        #expect(try kinds.reduce(0) { try $0 + value("incident_precision@1", $1) } <= 1 + 1e-9)
        let mean =
            try (value("incident_recall@2", "uniform-pairs") + value("incident_recall@2", "frequency-matched-pairs"))
            / 2
        #expect(abs(try value("incident_recall@2", Evaluation.macro) - mean) < 1e-12)
        let shortcuts = try #require(result.lints.first { $0.lint == "shortcut-windows" })
        #expect(shortcuts.evidence.contains("the best algorithm with all signals"))
    }

    @Test("says nothing of innocent events where none are known")
    func uneventful() throws {
        for means in try means(.tiny(datasets: Self.eventful(""), metrics: Self.metrics), "s") {
            #expect(!means.contains { $0.slice.hasPrefix(Evaluation.innocent) })
        }
    }

    @Test("keeps what the specification says of them, and refuses metrics of incidents without any")
    func specification() throws {
        let specification = try ExperimentSpecification.tiny(
            metrics: "[roc_auc, incident_recall]\nincidents: {signals: [returns, novelty-rate], combination: fisher}")
        #expect(specification.incidents?.signals == ["novelty-rate", "returns"])
        #expect(specification.incidents?.combination == "fisher")
        let read = try ExperimentSpecification(
            parsing: specification.resolvedYAML, file: "tiny.yaml", catalogue: StudyComponents.test.catalogue)
        #expect(read == specification)
        #expect(throws: SpecificationError.self) {
            try ExperimentSpecification.tiny(metrics: "[roc_auc, incident_recall]")
        }
        #expect(try ExperimentSpecification.tiny().incidents == nil)
        #expect(try !ExperimentSpecification.tiny().metrics.contains("incident_recall"))
    }
}
