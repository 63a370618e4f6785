import AccessLogs
import ContractTesting
import Datasets
import Detectors
import Files
import Foundation
import Incidents
import Interactions
import LogImport
import Operations
import Parameters
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("The search for incidents in a log")
struct IncidentSessionTests {
    let folder = TemporaryFolder()
    private let office: Office
    private let bundle: ModelBundle

    init() throws {
        office = try Office()
        let log = office.log
        var past = AccessLog()
        for row in 0..<log.count
        where office.history.days.contains(Timestamp(microseconds: log.microseconds[row]).dayNumber) {
            past.append(log.event(row))
        }
        try Dataset.write(
            past, to: folder["corp"], origin: "made by a test", licence: "CC0-1.0", importOptions: ImportOptions(),
            replacing: true)
        bundle = try BundleTraining(
            algorithm: ALSImplicit.self, parameters: ALSImplicit.parameters.standard, alertBudgets: [1, 2],
            incidents: IncidentDetector.standard(.standard, .standard)
        ).train(on: Dataset(at: folder["corp"]), name: "nightly", FitContext(seed: Seed(1)))
    }

    /// The last week, as a log of its own.
    private var week: [AccessEvent] {
        (0..<office.log.count).map { office.log.event($0) }.filter {
            ($0.time?.dayNumber ?? 0) >= office.history.days.upperBound
        }
    }

    private static let unfiltered = {
        var options = ImportOptions()
        options.filters = .none
        return options
    }()

    private func session(_ policy: IncidentPolicy = IncidentPolicy()) throws -> IncidentSession {
        try IncidentSession(
            bundle, try #require(try bundle.incidents(signals: .standard, combinations: .standard)), policy)
    }

    private func alerts(
        _ events: [AccessEvent], _ policy: IncidentPolicy = IncidentPolicy()
    ) throws -> (alerts: [IncidentAlert], outcome: IncidentOutcome) {
        var log = AccessLog()
        for event in events { log.append(event) }
        var alerts: [IncidentAlert] = []
        let outcome = try session(policy).score(
            .dataset(log, name: "today"),
            with: LogImporter(readers: .text, filters: .standard, options: Self.unfiltered)
        ) { alerts.append($0) }
        return (alerts, outcome)
    }

    /// What an account does at night that goes through the resources it never had.
    private func sweep(user: String, day: Int, of resources: some Sequence<String>) -> [AccessEvent] {
        resources.enumerated().map { index, resource in
            AccessEvent(
                tenant: week[0].tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                time: Timestamp(microseconds: Int64(day) * Timestamp.day + Int64(index + 180) * 60_000_000))
        }
    }

    private var resources: [String] { office.log.resources.names.map(\.name) }

    @Test("puts an account that sweeps over resources at the top, with its reasons, its peers and its resources")
    func sweeping() throws {
        let day = office.history.days.upperBound + 1, user = try #require(week.first).user.name
        let found = try alerts(week + sweep(user: user, day: day, of: resources.prefix(30)))
        let first = try #require(found.alerts.first)
        #expect(first.user == user && first.start.dayNumber == day)
        #expect(first.evidence > first.threshold && first.isUserKnown)
        #expect(first.newResources.count > 10)
        #expect(first.accesses >= 30)
        #expect(zip(first.signals, first.signals.dropFirst()).allSatisfy { $0.evidence >= $1.evidence })
        let words = first.sentences.joined(separator: "\n")
        #expect(words.contains("\(first.newResources.count) new resources"))
        #expect(words.contains("most like \(user)"))
        #expect(words.contains(first.newResources[0].name))
        #expect(found.outcome.alerts == found.alerts.count)
        #expect(found.outcome.blindness == nil)
    }

    @Test("says what it says of a day whatever comes later")
    func causal() throws {
        let last = office.history.days.upperBound + 3
        let early = week.filter { ($0.time?.dayNumber ?? 0) <= last }
        func known(_ alerts: [IncidentAlert]) -> [IncidentAlert] {
            alerts.filter { $0.start.dayNumber <= last }.map { alert in
                IncidentAlert(
                    tenant: alert.tenant, user: alert.user, sid: alert.sid, day: alert.day, start: alert.start,
                    end: alert.end,
                    evidence: alert.evidence, threshold: alert.threshold, alertsPerDay: alert.alertsPerDay,
                    isUserKnown: alert.isUserKnown, accesses: alert.accesses, resources: alert.resources,
                    newResources: alert.newResources, signals: alert.signals, peers: alert.peers, laterDays: [])
            }
        }
        let flood = (0..<20).flatMap { sweep(user: "u\($0)", day: last + 1, of: resources) }
        #expect(try known(alerts(week + flood).alerts) == known(alerts(early).alerts))
    }

    @Test("knows accounts and resources that training does not know")
    func strangers() throws {
        let day = office.history.days.upperBound + 2
        let found = try alerts(week + sweep(user: "stranger", day: day, of: (0..<50).map { "unheard-of-\($0)" }))
        let alert = try #require(found.alerts.first { $0.user == "stranger" })
        #expect(!alert.isUserKnown && alert.peers == nil)
        #expect(alert.newResources.allSatisfy { !$0.isKnown })
        #expect(found.outcome.ofUnknownNames >= 50)
    }

    @Test("lists later days of the same incident with it instead of raising them again")
    func laterDays() throws {
        let day = office.history.days.upperBound + 1, user = try #require(week.first).user.name
        let found = try alerts(
            week + sweep(user: user, day: day, of: resources.prefix(40))
                + sweep(user: user, day: day + 1, of: resources.dropFirst(40).prefix(2)))
        let own = found.alerts.filter { $0.user == user && $0.start.dayNumber <= day + 1 }
        #expect(own.map(\.start.dayNumber) == [day])
        #expect(own.first?.laterDays.isEmpty == false)
    }

    @Test("leaves out what training has already, what has no time, and tenants that it does not know")
    func leftOut() throws {
        let old = office.log.event(0)
        var untimed = try #require(week.first), elsewhere = untimed
        untimed.time = nil
        elsewhere.tenant = "elsewhere"
        let outcome = try alerts(week + [old, untimed, elsewhere]).outcome
        #expect((outcome.ofTraining, outcome.untimed, outcome.ofUnknownTenants) == (1, 1, 1))
        #expect(outcome.windowed == week.count)
        #expect(try alerts([untimed]).outcome.blindness?.contains("lack a time") == true)
        #expect(try alerts([elsewhere]).outcome.blindness?.contains("right bundle") == true)
        #expect(
            try alerts(sweep(user: "x", day: 30_000, of: ["y"])).outcome.blindness?.contains("right bundle") == true)
    }

    @Test("raises more where more are promised, any number a day, and nothing above all evidence")
    func budgets() throws {
        func count(_ threshold: IncidentPolicy.Threshold) throws -> Int {
            try alerts(week, IncidentPolicy(threshold: threshold, isAdaptive: false)).alerts.count
        }
        let counts = try [0.5, 2, 7].map { try count(.alertsPerDay($0)) }
        #expect(counts[0] <= counts[1] && counts[1] < counts[2])
        #expect(try count(.evidence(299)) == 0)
        #expect(try count(.ofBundle) == count(.alertsPerDay(2)))
    }

    @Test("explains any day of an account, and none of training")
    func explanation() throws {
        let event = try #require(week.first), day = try #require(event.time).dayNumber
        var log = AccessLog()
        for event in week { log.append(event) }
        let importer = LogImporter(readers: .text, filters: .standard, options: Self.unfiltered)
        let name = TenantName(tenant: event.tenant, name: event.user.name)
        let found = try session().incident(of: name, on: day, in: .dataset(log, name: "today"), with: importer)
        let incident = try #require(found.alert)
        #expect(incident.user == event.user.name && incident.start.dayNumber == day)
        #expect(!incident.sentences.isEmpty)
        let past = try session().incident(of: name, on: day - 20, in: .dataset(log, name: "today"), with: importer)
        #expect(past.alert == nil)
    }

    @Test("explains a day that joined an incident as a part of it, and no alert of its own")
    func joinedDay() throws {
        let day = office.history.days.upperBound + 1, event = try #require(week.first)
        let events =
            week + sweep(user: event.user.name, day: day, of: resources.prefix(40))
            + sweep(user: event.user.name, day: day + 1, of: resources.dropFirst(40).prefix(2))
        var log = AccessLog()
        for event in events { log.append(event) }
        let found = try session().incident(
            of: TenantName(tenant: event.tenant, name: event.user.name), on: day + 1,
            in: .dataset(log, name: "today"),
            with: LogImporter(readers: .text, filters: .standard, options: Self.unfiltered))
        let alert = try #require(found.alert)
        #expect(alert.partOf == String(Timestamp(microseconds: Int64(day) * Timestamp.day).description.prefix(10)))
        #expect(alert.sentences.first?.contains("no alert of its own") == true)
    }

    @Test("begins a day when the organisation does, and says times as they are")
    func timeZone() throws {
        let zone = try LocalZone(name: "-08:00")
        let bundle = try BundleTraining(
            algorithm: ALSImplicit.self, parameters: ALSImplicit.parameters.standard, alertBudgets: [1, 2],
            incidents: IncidentDetector.standard(.standard, .standard), zone: zone
        ).train(on: Dataset(at: folder["corp"]), name: "nightly", FitContext(seed: Seed(1)))
        #expect(bundle.manifest.incidents?.timeZone == zone)
        try bundle.write(to: folder["west"], replacing: true)
        let opened = try ModelBundle(at: folder["west"], detectors: .standard)
        let incidents = try #require(try opened.incidents(signals: .standard, combinations: .standard))
        #expect(incidents.zone == zone)
        // Three in the morning of one day is seven in the evening of the one before.
        let day = office.history.days.upperBound + 2, user = try #require(week.first).user.name
        var log = AccessLog()
        for event in week + sweep(user: user, day: day, of: resources.prefix(40)) { log.append(event) }
        var alerts: [IncidentAlert] = []
        _ = try IncidentSession(opened, incidents, IncidentPolicy()).score(
            .dataset(log, name: "today"),
            with: LogImporter(readers: .text, filters: .standard, options: Self.unfiltered)
        ) { alerts.append($0) }
        let alert = try #require(alerts.first { $0.user == user })
        let midnight = Int64(day - 1) * Timestamp.day
        #expect(alert.day == String(Timestamp(microseconds: midnight).description.prefix(10)))
        #expect(alert.start.microseconds == midnight + 8 * 3_600_000_000)
        #expect(alert.end.microseconds == alert.start.microseconds + Timestamp.day)
        #expect(alert.newResources.allSatisfy { (alert.start..<alert.end).contains($0.time) })
    }

    @Test("takes what was met on the last day of training, but is not in it, for known")
    func lastDay() throws {
        let last = office.history.days.upperBound - 1, user = try #require(week.first).user.name
        let evening = sweep(user: user, day: last, of: (0..<12).map { "evening-\($0)" })
        let again = sweep(user: user, day: last + 2, of: (0..<12).map { "evening-\($0)" })
        let found = try alerts(evening + week + again)
        #expect(found.outcome.ofTraining == 12)
        #expect(found.alerts.allSatisfy { $0.user != user || !$0.newResources.contains { $0.name == "evening-1" } })
    }

    @Test("lists what joins an incident that was not raised with none of the alerts before")
    func unraised() throws {
        let day = office.history.days.upperBound + 1, user = try #require(week.first).user.name
        let events =
            week + sweep(user: user, day: day, of: resources.prefix(35))
            + sweep(user: user, day: day + 8, of: resources.dropFirst(35).prefix(20))
            + sweep(user: user, day: day + 9, of: resources.dropFirst(55).prefix(1))
        let all = try alerts(events, IncidentPolicy(threshold: .evidence(0), isAdaptive: false)).alerts
        let second = try #require(all.first { $0.user == user && $0.start.dayNumber == day + 8 })
        #expect(second.laterDays.count == 1)
        let raised = try alerts(events, IncidentPolicy(threshold: .evidence(second.evidence), isAdaptive: false)).alerts
        let first = try #require(raised.first { $0.user == user && $0.start.dayNumber == day })
        #expect(first.laterDays.allSatisfy { $0.day < second.start.description.prefix(10) })
    }

    @Test("says why nothing was looked at where several reasons together leave nothing")
    func blind() throws {
        let old = office.log.event(0)
        var untimed = try #require(week.first)
        untimed.time = nil
        let blindness = try alerts([old, untimed]).outcome.blindness
        #expect(
            blindness?.contains("1 lack a time") == true
                && blindness?.contains("1 are of days that training has") == true)
    }
}

extension AccessLog {
    fileprivate func event(_ row: Int) -> AccessEvent {
        let user = users[Int(self.user[row])], resource = resources[Int(self.resource[row])]
        return AccessEvent(
            tenant: user.tenant, user: AccountIdentity(name: user.name),
            resource: ResourceIdentity(name: resource.name),
            time: time(of: row))
    }
}
