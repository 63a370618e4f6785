import AccessLogs
import Interactions
import Operations
import Testing
import TestSupport

@Suite("The alert policy")
struct AlertPolicyTests {
    /// The policy with threshold 1, after some events.
    private func policy(_ events: [ScoredEvent]) -> AlertPolicy {
        var policy = AlertPolicy(threshold: 1)
        for event in events { policy.consider(event) }
        return policy
    }

    @Test("alerts above the threshold, not on it")
    func threshold() {
        let scores = [0, 1, Double(1).nextUp, 2]
        let policy = policy(scores.enumerated().map { ScoredEvent(.scored($1), user: "u\($0)") })
        #expect(policy.alerts.map(\.access.user.name) == ["u3", "u2"])
    }

    @Test("leaves out what training contains, and keeps what it has no path to")
    func cases() {
        let policy = policy([
            ScoredEvent(.seen(9), user: "a"), ScoredEvent(.disconnected(8), user: "b"),
            ScoredEvent(.scored(7), user: "c"),
        ])
        #expect(policy.alerts.map(\.access.user.name) == ["b", "c"])
    }

    @Test("keeps the best of each tenant, user and resource, the first of equal ones")
    func bestOfPair() {
        let policy = policy([
            ScoredEvent(.scored(2), day: 1), ScoredEvent(.scored(3), day: 2), ScoredEvent(.scored(3), day: 3),
            ScoredEvent(.scored(2.5), day: 4),
            ScoredEvent(.scored(2), tenant: "other", day: 5), ScoredEvent(.scored(2), resource: "s", day: 6),
        ])
        #expect(policy.alerts.map(\.access.time) == [.day(2), .day(5), .day(6)])
    }

    @Test("ranks by score, then by time, then by tenant, user and resource, whatever the order of the events")
    func ranking() {
        let ranked = [
            ScoredEvent(.scored(3), user: "z", day: 9), ScoredEvent(.scored(2), user: "y", day: 1),
            ScoredEvent(.scored(2), tenant: "a", user: "y", day: 2),
            ScoredEvent(.scored(2), tenant: "b", user: "a", day: 2),
            ScoredEvent(.scored(2), tenant: "b", user: "b", resource: "a", day: 2),
            ScoredEvent(.scored(2), tenant: "b", user: "b", resource: "b", day: 2),
        ]
        let expected = ranked.map(\.access)
        #expect(policy(ranked).alerts.map(\.access) == expected)
        #expect(policy(ranked.reversed()).alerts.map(\.access) == expected)
    }

    @Test("counts what it considers and what has no score, by case")
    func unscored() {
        let policy = policy([
            ScoredEvent(.unknownUser), ScoredEvent(.unknownUser), ScoredEvent(.unknownResource),
            ScoredEvent(.scored(0)),
        ])
        #expect(policy.considered == 4)
        #expect(policy.unscored == ["unknown-user": 2, "unknown-resource": 1])
        #expect(policy.alerts.isEmpty)
    }
}
