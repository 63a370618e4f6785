import AccessLogs
import Datasets
import Detectors
import Evaluation
import Interactions
import Parameters
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("Training a bundle")
struct BundleTrainingTests {
    let folder = TemporaryFolder()

    @Test("chooses a threshold a day for each budget on the last days: more alerts, lower threshold")
    func timed() throws {
        let manifest = try folder.bundle(budgets: [1, 2, 4]).manifest
        #expect(manifest.operatingPoints.map(\.alertBudget) == [1, 2, 4])
        #expect(manifest.operatingPoints.allSatisfy { $0.isPerDay })
        let thresholds = manifest.operatingPoints.map(\.threshold)
        #expect(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 > $1 })
        #expect(manifest.defaultAlertBudget == 2)
        #expect(manifest.defaultOperatingPoint?.alertBudget == 2)
        #expect(manifest.operatingPoint(forAlertsPerDay: 4)?.threshold == thresholds.last)
        #expect(manifest.operatingPoint(forAlertsPerDay: 3) == nil)
    }

    @Test("chooses thresholds on held-out pairs where there are no times")
    func untimed() throws {
        let manifest = try folder.bundle(of: .departments(isTimed: false)).manifest
        #expect(manifest.operatingPoints.map(\.alertBudget) == [1, 2, 4])
        #expect(manifest.operatingPoints.allSatisfy { !$0.isPerDay })
        #expect(manifest.defaultOperatingPoint?.alertBudget == 2)
        #expect(manifest.operatingPoint(forAlertsPerDay: 2) == nil)
        #expect(manifest.training.first == nil)
    }

    @Test("promises nothing of injected accesses, for none are injected, and measures nothing")
    func noPromise() throws {
        let manifest = try folder.bundle().manifest
        #expect(manifest.operatingPoints.allSatisfy { $0.expectedRecall == nil && $0.expectedPrecision == nil })
        #expect(manifest.measurements.isEmpty)
    }

    @Test("learns from everything, and says from what")
    func training() throws {
        let log = AccessLog.departments()
        let bundle = try folder.bundle(of: log)
        let training = bundle.manifest.training
        #expect(training.accesses == log.count)
        #expect(training.users == 30)
        #expect(training.pairs == bundle.model.matrix.pairCount)
        #expect(training.pairs == PairSet(of: 0..<log.count, in: log).count)
        #expect(training.dataset == "corp")
        #expect(try training.digest == folder.dataset(of: log).card.digest)
        #expect(training.first == "2026-01-05T00:00:00Z")
        #expect(training.importOptions == ImportOptions())
    }

    @Test("works where nothing can be held out, without thresholds", arguments: Detectors.standard.ids)
    func tiny(algorithm: String) throws {
        let bundle = try folder.bundle(algorithm, of: AccessLog(pairs: [("u", "r")]))
        #expect(bundle.manifest.operatingPoints.isEmpty)
        #expect(bundle.manifest.defaultOperatingPoint == nil)
        try bundle.write(to: folder["b"], replacing: false)
        #expect(try folder.text(of: "b/MODEL_CARD.md").contains("too few accesses"))
        let access = AccessEvent(user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r"))
        #expect(try folder.openBundle().model.scores(of: [access]).map(\.caseName) == ["seen"])
    }

    @Test("is refused for a dataset without an access")
    func empty() {
        #expect(throws: DetectorError.self) { try folder.bundle(of: AccessLog()) }
    }
}
