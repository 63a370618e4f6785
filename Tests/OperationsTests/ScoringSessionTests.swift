import AccessLogs
import Detectors
import Evaluation
import Foundation
import Interactions
import LogImport
import Operations
import Parameters
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("A scoring session")
struct ScoringSessionTests {
    /// A bundle of the popularity rule, or of factors, whose training log was read with a filter.
    private func bundle(
        _ algorithm: String = "popularity", budgets: [Double] = [1, 2], isPerDay: Bool = true
    ) throws -> ModelBundle {
        var options = ImportOptions()
        options.filters = FilterSelection(["ipc-share"])
        let type = try Detectors.standard.type(of: algorithm)
        let model = try FittedModel(
            type, parameters: type.parameters.standard,
            fittedTo: InteractionMatrix(
                counting: AccessLog(pairs: [("a", "r"), ("a", "s"), ("b", "r"), ("b", "s"), ("c", "t"), ("c", "r")])),
            FitContext(seed: Seed(1)))
        let points = budgets.map { OperatingPoint(threshold: -10 * $0, alertBudget: $0, isPerDay: isPerDay) }
        return ModelBundle(
            manifest: BundleManifest(
                name: "x", algorithm: algorithm, parameters: [:], seed: 1,
                training: BundleManifest.Training(
                    dataset: "x", digest: "", accesses: 6, users: 3, resources: 3, pairs: 6, first: nil, last: nil,
                    importOptions: options),
                operatingPoints: points, defaultAlertBudget: budgets.first, measurements: []),
            model: model)
    }

    private let log = AccessLog(pairs: [("a", "t"), ("a", "r"), ("b", "\\\\fs\\ipc$"), ("new", "r"), ("new", "s")])

    private func score(
        _ session: ScoringSession
    ) throws -> (events: [ScoredEvent], outcome: ScoringOutcome) {
        var events: [ScoredEvent] = []
        let importer = LogImporter(readers: .text, options: session.importOptions)
        let outcome = try session.score(.dataset(log, name: "x"), with: importer) { events.append($0) }
        return (events, outcome)
    }

    @Test("reads logs as the bundle's training log was")
    func options() throws {
        let session = try ScoringSession(bundle(), .everything)
        #expect(session.importOptions.filters.ids == ["ipc-share"])
        #expect(session.bundledFilters == ["ipc-share"])
    }

    @Test("passes on everything in the order of the input, whatever the filters are")
    func everything() throws {
        let (events, outcome) = try score(ScoringSession(bundle(), .everything))
        #expect(events.map(\.access.user.name) == ["a", "a", "b", "new", "new"])
        #expect(outcome.alerts == nil)
        #expect(outcome.summary.accessesKept == 5)
    }

    @Test("takes the threshold that is asked for, and the bundle's otherwise")
    func thresholds() throws {
        func threshold(_ threshold: ScoringPolicy.Threshold) throws -> Double? {
            try score(ScoringSession(bundle(), .alerts(above: threshold, scoresNewcomers: false))).outcome.alerts?
                .threshold
        }
        #expect(try threshold(.ofBundle) == -10)
        #expect(try threshold(.alertsPerDay(2)) == -20)
        #expect(try threshold(.score(0.5)) == 0.5)
    }

    @Test("alerts on new pairs, and counts what it cannot score")
    func alerts() throws {
        let (events, outcome) = try score(
            ScoringSession(bundle(), .alerts(above: .ofBundle, scoresNewcomers: false)))
        #expect(events.map { "\($0.access.user.name) \($0.access.resource.name)" } == ["a t"])
        #expect(outcome.alerts?.considered == 4)
        #expect(outcome.alerts?.unscored == ["unknown-user": 2])
        #expect(outcome.summary.dropped.map(\.count) == [1])
    }

    @Test("scores newcomers by their other accesses where the algorithm can")
    func newcomers() throws {
        let (events, outcome) = try score(
            ScoringSession(bundle("als-implicit"), .alerts(above: .score(-100), scoresNewcomers: true)))
        #expect(Set(events.map(\.access.user.name)) == ["a", "new"])
        #expect(outcome.alerts?.unscored == [:])
    }

    @Test("refuses what the model cannot do")
    func refusals() throws {
        func refusal(_ bundle: ModelBundle, _ policy: ScoringPolicy) -> ScoringRefusal? {
            do {
                _ = try ScoringSession(bundle, policy)
                return nil
            } catch {
                return error
            }
        }
        let bundle = try bundle()
        #expect(refusal(bundle, .alerts(above: .alertsPerDay(3), scoresNewcomers: false)) == .otherBudgets([1, 2]))
        #expect(
            try refusal(self.bundle("random"), .alerts(above: .ofBundle, scoresNewcomers: true))
                == .noNewcomers(algorithm: "random"))
        #expect(
            try refusal(self.bundle(budgets: []), .alerts(above: .ofBundle, scoresNewcomers: false))
                == .noThresholdOfBundle)
        #expect(refusal(bundle, .everything) == nil)
        var manifest = bundle.manifest
        manifest.defaultAlertBudget = nil
        #expect(
            refusal(
                ModelBundle(manifest: manifest, model: bundle.model), .alerts(above: .ofBundle, scoresNewcomers: false))
                == .noDefaultThreshold(manifest.operatingPoints))
    }

    @Test("has no threshold for alerts a day with a bundle that was trained without times, whatever the number")
    func timeless() throws {
        let bundle = try bundle(isPerDay: false)
        for alerts in [1.0, 3] {
            #expect(throws: ScoringRefusal.noDays(bundle.manifest.operatingPoints)) {
                try ScoringSession(bundle, .alerts(above: .alertsPerDay(alerts), scoresNewcomers: false))
            }
        }
        let usual = try score(ScoringSession(bundle, .alerts(above: .ofBundle, scoresNewcomers: false)))
        #expect(usual.outcome.alerts?.threshold == -10)
    }

    @Test("has no threshold and no newcomers with a model of the reference")
    func reference() throws {
        let model = try #require(bundle("cyberml").model.referenceModel)
        #expect(throws: ScoringRefusal.noThresholdOfReference) {
            try ScoringSession(model, .alerts(above: .alertsPerDay(1), scoresNewcomers: false))
        }
        #expect(throws: ScoringRefusal.noNewcomersOfReference) {
            try ScoringSession(model, .alerts(above: .score(1), scoresNewcomers: true))
        }
        let (events, _) = try score(ScoringSession(model, .everything))
        #expect(events.count == 5)
    }
}
