import AccessLogs
import Datasets
import Detectors
import Incidents
import LogImport
import Operations
import Parameters
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("Accesses of tenants that training left out")
struct LeftOutTenantTests {
    private let folder = TemporaryFolder()

    private static func event(_ tenant: String, _ user: Int, day: Int) -> AccessEvent {
        AccessEvent(
            tenant: tenant, user: AccountIdentity(name: "user\(user)"),
            resource: ResourceIdentity(name: "share\((user + day) % 7)"), time: .day(day, seconds: user))
    }

    /// What a search finds after training on one tenant that is there all the time and one that fell silent.
    private func outcome(_ events: [AccessEvent]) throws -> IncidentOutcome {
        var past = AccessLog(), today = AccessLog()
        for day in 0..<20 {
            for user in 0..<30 {
                past.append(Self.event("corp", user, day: day))
                if day < 10 { past.append(Self.event("silent", user, day: day)) }
            }
        }
        for event in events { today.append(event) }
        try Dataset.write(
            past, to: folder["corp"], origin: "made by a test", licence: "CC0-1.0", importOptions: ImportOptions(),
            replacing: true)
        let bundle = try BundleTraining(
            algorithm: Popularity.self, parameters: Popularity.parameters.standard, alertBudgets: [1, 2],
            incidents: IncidentDetector.standard(.standard, .standard)
        ).train(on: Dataset(at: folder["corp"]), name: "nightly", FitContext(seed: Seed(1)))
        let incidents = try #require(try bundle.incidents(signals: .standard, combinations: .standard))
        var options = ImportOptions()
        options.filters = .none
        return try IncidentSession(bundle, incidents, IncidentPolicy(threshold: .evidence(2))).score(
            .dataset(today, name: "today"), with: LogImporter(readers: .text, filters: .standard, options: options)
        ) { _ in }
    }

    @Test("are told from those of unknown tenants, with the reason where there is nothing else")
    func told() throws {
        let left = try outcome([Self.event("silent", 1, day: 21)])
        #expect((left.ofLeftOutTenants, left.ofUnknownTenants) == (1, 0))
        #expect(left.blindness?.contains("tenants that training left out") == true)
        #expect(left.blindness?.contains("too little in the last quarter of the days: silent") == true)
        let both = try outcome([Self.event("silent", 1, day: 21), Self.event("elsewhere", 1, day: 21)])
        #expect((both.ofLeftOutTenants, both.ofUnknownTenants) == (1, 1))
        #expect(both.blindness?.contains("1 are of tenants that training does not know") == true)
        #expect(both.blindness?.contains("1 are of tenants that training left out") == true)
        let known = try outcome([Self.event("silent", 1, day: 21), Self.event("corp", 1, day: 21)])
        #expect(known.blindness == nil && known.windowed == 1)
    }
}
