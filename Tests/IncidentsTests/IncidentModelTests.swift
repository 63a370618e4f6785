import AccessLogs
import Incidents
import Interactions
import Parameters
import Statistics
import Testing

@Suite("What makes incidents")
struct IncidentModelTests {
    private func model(_ office: Office, _ rule: any CombinationRule.Type = Fisher.self) throws -> IncidentModel {
        let calibration = IncidentDetector.calibrationDays(of: office.history.days)
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
            let incidents = try model(office, CauchyCombination.self).incidents(
                of: Activity(AccountWindows(office.week), after: office.history.known))
            above += incidents.count { $0.evidence > 2 }
            all += incidents.count
        }
        // One in a hundred is meant; the histories are of three weeks and eighty accounts.
        #expect(Double(above) / Double(all) < 0.03)
    }

    @Test("gives an incident the evidence of each signal in their order")
    func signals() throws {
        let office = try Office()
        let incidents = try model(office).incidents(
            of: Activity(AccountWindows(office.week), after: office.history.known))
        #expect(incidents.allSatisfy { $0.signals.count == Signals.standard.all.count })
        let rule = try Fisher(fittedTo: [])
        #expect(incidents.allSatisfy { rule.combined($0.signals) == $0.evidence })
    }
}
