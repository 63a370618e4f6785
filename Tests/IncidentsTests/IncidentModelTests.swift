import AccessLogs
import ContractTesting
import Incidents
import Interactions
import Parameters
import Statistics
import Testing

@Suite("What makes incidents")
struct IncidentModelTests {
    private func model(_ office: Office, _ rule: any CombinationRule.Type = Fisher.self) throws -> IncidentModel {
        let calibration = TrainingDivision.calibrationDays(of: office.history.days)
        let log = office.log
        func day(_ row: Int) -> Int { Timestamp(microseconds: log.microseconds[row]).dayNumber }
        let rows = (0..<log.count).filter { office.history.days.contains(day($0)) }
        let early = SignalHistory(
            of: rows.filter { day($0) < calibration.lowerBound }, in: log, score: office.history.score)
        let later = Activity(
            AccountWindows(of: rows.filter { day($0) >= calibration.lowerBound }, in: log), after: early.known)
        return try IncidentDetector(signals: Signals.standard.all, rule: rule).fit(
            early: early, later: later, whole: office.history)
    }

    @Test("ranks an account that sweeps over new resources above all others")
    func sweep() throws {
        let office = try Office()
        let window = try #require(AccountWindows(office.week).windows.first { $0.user == 5 })
        let free = (0..<Int32(office.log.resources.count)).filter {
            !office.history.known.contains(user: 5, resource: $0)
        }
        let sweep = free.prefix(20).enumerated().map { index, resource in
            AccountWindows.Access(
                user: 5, resource: resource,
                microseconds: Int64(window.day) * Timestamp.day + 3_600_000_000 + Int64(index) * 20_000_000)
        }
        for rule in CombinationRules.standard.all {
            let incidents = try model(office, rule).incidents(
                of: Activity(AccountWindows(office.week + sweep), after: office.history.known))
            let first = try #require(incidents.max { $0.evidence < $1.evidence })
            #expect(first.window.user == 5 && first.window.day == window.day, "\(rule.id)")
        }
    }

    @Test("finds few windows of a benign week unusual: evidence is about as rare as it says")
    func calibration() throws {
        var above = 0, all = 0
        for seed in 1...4 {
            let office = try Office(seed: seed)
            let incidents = try model(office, Brown.self).incidents(
                of: Activity(AccountWindows(office.week), after: office.history.known))
            above += incidents.count { $0.evidence > 2 }
            all += incidents.count
        }
        // One in a hundred is meant; the histories are of three weeks and eighty accounts.
        #expect(Double(above) / Double(all) < 0.03)
    }

    @Test("says of a window what it says without the later ones, whatever comes then")
    func causal() throws {
        let office = try Office()
        let model = try model(office)
        let days = Set(AccountWindows(office.week).windows.map(\.day)).sorted()
        let middle = days[3]
        // Resources that nobody has heard of, and all that an account had never accessed.
        let later = (0..<Int32(office.log.resources.count) + 30).map { resource in
            AccountWindows.Access(
                user: 5, resource: resource, microseconds: Int64(middle + 1) * Timestamp.day + 3_600_000_000)
        }
        func evidence(_ accesses: [AccountWindows.Access]) throws -> [[Double]] {
            try model.incidents(of: Activity(AccountWindows(accesses), after: office.history.known))
                .filter { $0.window.day <= middle }.map { $0.signals + [$0.evidence] }
        }
        let earlier = office.week.filter { Timestamp(microseconds: $0.microseconds).dayNumber <= middle }
        #expect(try evidence(office.week + later) == evidence(earlier))
    }

    @Test("joins later days of an account to an incident with as much evidence")
    func laterDays() throws {
        let office = try Office()
        let free = (0..<Int32(office.log.resources.count)).filter {
            !office.history.known.contains(user: 5, resource: $0)
        }
        let first = try #require(AccountWindows(office.week).windows.first { $0.user == 5 }?.day)
        func sweep(_ resources: some Sequence<Int32>, day: Int) -> [AccountWindows.Access] {
            resources.map {
                AccountWindows.Access(
                    user: 5, resource: $0, microseconds: Int64(day) * Timestamp.day + 3_600_000_000 * 2)
            }
        }
        let incidents = try model(office).incidents(
            of: Activity(
                AccountWindows(
                    office.week + sweep(free.prefix(20), day: first)
                        + sweep(free.dropFirst(20).prefix(1), day: first + 1)),
                after: office.history.known))
        let own = incidents.filter { $0.window.user == 5 && $0.window.day <= first + 1 }
        #expect(own.first { $0.window.day == first }?.joinsEarlier == false)
        #expect(own.first { $0.window.day == first + 1 }?.joinsEarlier == true)
    }

    @Test("gives an incident the evidence of each signal in their order")
    func signals() throws {
        let office = try Office()
        let incidents = try model(office).incidents(
            of: Activity(AccountWindows(office.week), after: office.history.known))
        #expect(incidents.allSatisfy { $0.signals.count == Signals.standard.all.count })
        // Either family may be the one that counts; what both together are worth does not change their order.
        let families = SignalFamily.allCases.map { family in
            Signals.standard.all.indices.filter { Signals.standard.all[$0].family == family }
        }
        let rule = try Fisher(fittedTo: [])
        let combined = incidents.map { incident in
            HarmonicMean.combined(families.map { family in rule.combined(family.map { incident.signals[$0] }) })
        }
        let order = combined.indices.sorted { combined[$0] < combined[$1] }
        #expect(zip(order, order.dropFirst()).allSatisfy { incidents[$0].evidence <= incidents[$1].evidence })
    }
}
