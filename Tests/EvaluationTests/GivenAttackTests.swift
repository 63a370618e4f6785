import AccessLogs
import Evaluation
import Interactions
import Parameters
import Statistics
import Testing

@Suite("Attacks that are not told by single cases")
struct GivenAttackTests {
    /// Two days of three incidents: A has the most evidence on the first, B on the second; C has none on either.
    private func cases(_ attacks: [ScoredCases.GivenAttack]) throws -> RankedCases {
        let injected = Set(attacks.flatMap(\.members))
        let scores: [Double?] = [3, 1, nil, 2, 4, nil]
        return RankedCases(
            try ScoredCases(
                scores.indices.map { index in
                    ScoredCases.Case(
                        score: scores[index], isInjected: injected.contains(index), user: Int32(index % 3),
                        microseconds: Int64(index / 3 + 1) * Timestamp.day - 1)
                },
                window: ScoredCases.Window(days: 0..<2, activeUsers: 3, accesses: 60), policy: .rankLast,
                scenarios: [], unit: .incident, attacks: attacks))
    }

    private func attack(_ number: Int32, _ members: [Int], hour: Int64 = 0) -> ScoredCases.GivenAttack {
        ScoredCases.GivenAttack(scenario: -1, number: number, start: hour * 3_600_000_000, members: members)
    }

    private func value(_ name: String, _ cases: RankedCases, budget: Double) throws -> Double? {
        try #require(Metrics.standard[name]).value(for: cases, budget: budget).number
    }

    @Test("are found by any of their incidents, and an incident may be of several")
    func recall() throws {
        // The first attack is in A's first day and B's second, the second in A's first day, the third in C alone.
        let cases = try cases([attack(0, [0, 4]), attack(1, [0]), attack(2, [2, 5]), attack(3, [3])])
        #expect(try value("incident_recall", cases, budget: 1) == 0.5)
        #expect(try value("incident_recall", cases, budget: 2) == 0.75)
        // C has no evidence, and is not raised however many alerts there may be.
        #expect(try value("incident_recall", cases, budget: 10) == 0.75)
        #expect(try value("incident_precision", cases, budget: 1) == 1)
        #expect(try value("incident_precision", cases, budget: 2) == 0.75)
        #expect(try value("alert_noise_rate", cases, budget: 2) == 1.0 / 6)
    }

    @Test("last from their first access to the end of the window that alerts")
    func hours() throws {
        let one = try cases([attack(0, [0, 4], hour: 10)])
        #expect(abs(try #require(try value("hours_to_alert", one, budget: 1)) - 14) < 1e-6)
        let late = try cases([attack(0, [1, 4], hour: 20)])
        #expect(abs(try #require(try value("hours_to_alert", late, budget: 1)) - 28) < 1e-6)
        #expect(try value("hours_to_alert", try cases([attack(0, [2])]), budget: 1) == nil)
    }

    @Test("are measured of incidents alone: metrics of one kind of cases have no value for the other")
    func units() throws {
        let incidents = try cases([attack(0, [0])])
        #expect(
            Evaluation(of: incidents.cases, metrics: Metrics.standard.all, budgets: [1]).measurements
                .allSatisfy { $0.metric.contains("incident") || $0.metric.contains("alert") })
        let recall = try #require(Metrics.standard["incident_recall"])
        let accesses = incidents.taken(as: .access)
        #expect(recall.value(for: accesses, alerts: AlertBudget(accesses, budget: 1)).number == nil)
    }
}
