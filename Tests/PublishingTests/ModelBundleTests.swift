import AccessLogs
import Detectors
import Evaluation
import Foundation
import Interactions
import Parameters
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("A model bundle")
struct ModelBundleTests {
    let folder = TemporaryFolder()

    /// Every user with every resource of the log, and some that are in no log.
    private static let accesses: [AccessEvent] = {
        let log = AccessLog.departments()
        return (log.users.names.map(\.name) + ["stranger"]).flatMap { user in
            (log.resources.names.map(\.name) + ["unheard-of"]).map {
                AccessEvent(user: AccountIdentity(name: user), resource: ResourceIdentity(name: $0))
            }
        }
    }()

    @Test("scores exactly as the model that was written", arguments: Detectors.standard.ids)
    func roundTrip(algorithm: String) throws {
        let bundle = try folder.bundle(algorithm)
        try bundle.write(to: folder["b"], replacing: false)
        let opened = try folder.openBundle()
        #expect(try opened.model.scores(of: Self.accesses) == bundle.model.scores(of: Self.accesses))
        #expect(opened.model.parameters == bundle.model.parameters)
        #expect(try Set(opened.model.scores(of: Self.accesses).map(\.caseName)).count == 5)
    }

    @Test("explains as the model that was written, also where values fade with time")
    func recency() throws {
        let bundle = try folder.bundle("als-implicit", parameters: ["values": .string("recent")])
        try bundle.write(to: folder["b"], replacing: false)
        let opened = try folder.openBundle()
        #expect(bundle.model.matrix.recency != nil)
        #expect(opened.model.matrix.recency == bundle.model.matrix.recency)
        let before = try #require(bundle.model.detector.underlying as? any ExplainingByContribution)
        let after = try #require(opened.model.detector.underlying as? any ExplainingByContribution)
        #expect(try after.contributions(user: 0, resource: 1) == before.contributions(user: 0, resource: 1))
    }

    @Test(
        "scores and explains without times where values are accesses a day",
        arguments: ["per-active-day", "per-span-day"])
    func days(values: String) throws {
        let bundle = try folder.bundle("als-implicit", parameters: ["values": .string(values)])
        try bundle.write(to: folder["b"], replacing: false)
        let opened = try folder.openBundle()
        #expect(bundle.model.matrix.days != nil)
        #expect(opened.model.matrix.days == bundle.model.matrix.days)
        #expect(try opened.model.scores(of: Self.accesses) == bundle.model.scores(of: Self.accesses))
        let before = try #require(bundle.model.detector.underlying as? any ExplainingByContribution)
        let after = try #require(opened.model.detector.underlying as? any ExplainingByContribution)
        #expect(try after.contributions(user: 0, resource: 1) == before.contributions(user: 0, resource: 1))
    }

    @Test("keeps its manifest, thresholds to the last bit", arguments: Detectors.standard.ids)
    func manifest(algorithm: String) throws {
        var manifest = try folder.bundle(algorithm).manifest
        manifest.measurements = [
            .init(
                metric: "roc_auc", slice: "macro", value: .defined(0.1 + 0.2), interval: -1e-300...1e300,
                method: "t, n = 3"),
            .init(metric: "roc_auc", slice: "pooled", value: .defined(1), method: "none"),
        ]
        try ModelBundle(manifest: manifest, model: try folder.bundle(algorithm).model)
            .write(to: folder["b"], replacing: false)
        let opened = try folder.openBundle().manifest
        #expect(opened.algorithm == algorithm)
        #expect(opened.seed == .max)
        #expect(opened.training == manifest.training)
        #expect(opened.operatingPoints == manifest.operatingPoints)
        #expect(opened.defaultAlertBudget == manifest.defaultAlertBudget)
        #expect(opened.measurements == manifest.measurements)
    }

    @Test("has the same bytes for the same data, parameters and seed")
    func stableBytes() throws {
        for name in ["a", "b"] { try folder.bundle().write(to: folder[name], replacing: false) }
        for file in bundleFiles {
            #expect(try Data(contentsOf: folder["a/" + file]) == Data(contentsOf: folder["b/" + file]), "\(file)")
        }
    }

    @Test("keeps names apart that YAML could take for something else", arguments: ["null", "1e3", "true", "a: b", ""])
    func awkwardNames(name: String) throws {
        let bundle = try folder.bundle("popularity")
        var manifest = bundle.manifest
        manifest.name = name
        manifest.training.dataset = name
        try ModelBundle(manifest: manifest, model: bundle.model).write(to: folder["b"], replacing: false)
        #expect(try folder.openBundle().manifest.name == name)
        #expect(try folder.openBundle().manifest.training.dataset == name)
    }

    @Test("can be moved, and consists of five files")
    func movable() throws {
        try folder.bundle().write(to: folder["there"], replacing: false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder["there"].path).sorted() == bundleFiles)
        for file in ["MODEL_CARD.md", "SHA256SUMS", "bundle.yaml"] {
            #expect(try !folder.text(of: "there/" + file).contains(folder.url.path))
        }
        try FileManager.default.moveItem(at: folder["there"], to: folder["b"])
        _ = try folder.openBundle()
    }

    @Test("does not take the place of another unless it may")
    func existing() throws {
        try folder.bundle().write(to: folder["b"], replacing: false)
        let sentence = try #require(message { try folder.bundle().write(to: folder["b"], replacing: false) })
        #expect(sentence.contains(folder["b"].path))
        try folder.bundle("popularity").write(to: folder["b"], replacing: true)
        #expect(try folder.openBundle().manifest.algorithm == "popularity")
    }
}
