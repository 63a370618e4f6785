import AccessLogs
import Incidents
import Interactions
import Parameters
import Testing

@Suite("Every signal")
struct SignalContractTests {
    static let signals = Signals.standard.ids

    private func evidence(_ id: String, _ office: Office, _ accesses: [AccountWindows.Access]) throws -> [Key: Double] {
        let type = try #require(Signals.standard[id])
        let activity = office.activity(accesses)
        let evidence = try type.init().fit(office.history).evidence(of: activity)
        #expect(evidence.count == activity.count)
        return Dictionary(
            uniqueKeysWithValues: zip(activity.windows.windows, evidence).map { (Key(user: $0.user, day: $0.day), $1) })
    }

    private struct Key: Hashable {
        let user: Int32
        let day: Int
    }

    @Test("gives each window evidence that is finite and not negative", arguments: signals)
    func finite(id: String) throws {
        let office = try Office()
        for value in try evidence(id, office, office.week).values { #expect(value >= 0 && value <= 300) }
    }

    @Test("says of a window what it says without the later ones", arguments: signals)
    func causal(id: String) throws {
        let office = try Office()
        let all = try evidence(id, office, office.week)
        let days = all.keys.map(\.day)
        let middle = try #require(days.min()) + 3
        let earlier = try evidence(
            id, office, office.week.filter { Timestamp(microseconds: $0.microseconds).dayNumber <= middle })
        #expect(!earlier.isEmpty)
        for (key, value) in earlier { #expect(all[key] == value) }
    }

    @Test("says the same whatever the order of accesses", arguments: signals)
    func order(id: String) throws {
        let office = try Office()
        #expect(try evidence(id, office, office.week) == evidence(id, office, office.week.reversed()))
    }

    @Test("has something to say of an account that sweeps at night over what its family looks at", arguments: signals)
    func sweep(id: String) throws {
        let office = try Office()
        let windows = AccountWindows(office.week).windows
        let window = try #require(windows.first { $0.user == 5 })
        let isOfNew = try #require(Signals.standard[id]).family == .novelty
        let free = (0..<Int32(office.log.resources.count)).filter {
            office.history.known.contains(user: 5, resource: $0) != isOfNew
        }
        let night = Int64(window.day) * Timestamp.day + 3 * 3_600_000_000
        let sweep = free.prefix(25).enumerated().map { index, resource in
            AccountWindows.Access(user: 5, resource: resource, microseconds: night + Int64(index) * 20_000_000)
        }
        let key = Key(user: 5, day: window.day)
        let before = try evidence(id, office, office.week)[key] ?? 0
        let after = try #require(try evidence(id, office, office.week + sweep)[key])
        #expect(after > before)
    }

    @Test("knows accounts and resources that the log does not have", arguments: signals)
    func newcomers(id: String) throws {
        let office = try Office()
        let first = try #require(office.week.first)
        let newcomer = AccountWindows.Access(
            user: Int32(office.log.users.count + 2), resource: Int32(office.log.resources.count + 1),
            microseconds: first.microseconds)
        let found = try evidence(id, office, office.week + [newcomer])
        #expect(found.values.allSatisfy { $0.isFinite })
    }
}
