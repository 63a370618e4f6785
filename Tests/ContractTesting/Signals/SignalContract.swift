import AccessLogs
public import Incidents
import Interactions
import Testing

/// What every signal promises.
///
/// ```swift
/// @Test("keeps its promises", arguments: SignalContract.Promise.allCases)
/// func contract(promise: SignalContract.Promise) throws { try SignalContract(MySignal.self).check(promise) }
/// ```
public struct SignalContract {
    private let signal: any Signal.Type

    /// - Parameter signal: the signal to be checked.
    public init(_ signal: any Signal.Type) {
        self.signal = signal
    }

    /// One of the promises, so that tests can report each by itself.
    public enum Promise: String, CaseIterable, Sendable {
        /// It has an id and a summary.
        case describesItself
        /// It gives each window evidence that is finite and not negative.
        case givesEvidence
        /// It says of a window what it says without the later ones.
        case knowsNoFuture
        /// It says the same whatever the order in which accesses are given.
        case goesByTime
        /// It has more to say of an account that goes at night through all that its family looks at.
        case noticesSweeps
        /// It says what it found in words with numbers, of any window that is asked for.
        case explainsItself
        /// It can say something of accounts and resources that the log does not have.
        case knowsNewcomers
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: what fitting and asking the signal throw.
    public func check() throws {
        for promise in Promise.allCases { try check(promise) }
    }

    /// Checks one promise; where it is broken, the test that calls this has an issue.
    ///
    /// - Throws: as ``check()``.
    public func check(_ promise: Promise) throws {
        let office = try Office()
        switch promise {
        case .describesItself:
            #expect(signal.id.isKebabCase, "\(signal.id)")
            #expect(!signal.summary.isEmpty, "\(signal.id) has no summary")
        case .givesEvidence:
            for value in try evidence(office, office.week).values {
                #expect(value >= 0 && value <= 300, "\(signal.id)")
            }
        case .knowsNoFuture: try checkFuture(office)
        case .goesByTime:
            #expect(try evidence(office, office.week) == evidence(office, office.week.reversed()), "\(signal.id)")
        case .noticesSweeps: try checkSweep(office)
        case .explainsItself: try checkFindings(office)
        case .knowsNewcomers:
            let newcomer = AccountWindows.Access(
                user: Int32(office.log.users.count + 2), resource: Int32(office.log.resources.count + 1),
                microseconds: try #require(office.week.first).microseconds)
            let found = try evidence(office, office.week + [newcomer])
            #expect(found.values.allSatisfy { $0.isFinite }, "\(signal.id)")
        }
    }

    private func checkFindings(_ office: Office) throws {
        let activity = office.activity(office.week)
        let fitted = try signal.init().fit(office.history), evidence = try fitted.evidence(of: activity)
        let windows = Array(0..<activity.count)
        let findings = try fitted.findings(in: windows, of: activity)
        #expect(findings.count == windows.count, "\(signal.id)")
        for (window, finding) in zip(windows, findings) {
            guard let finding else {
                #expect(evidence[window] == 0, "\(signal.id) has evidence of a window, and no words for it")
                continue
            }
            #expect(!finding.words.isEmpty && !finding.words.hasSuffix("."), "\(signal.id): \(finding.words)")
            #expect(finding.numbers.values.allSatisfy(\.isFinite) && !finding.numbers.isEmpty, "\(signal.id)")
            let range = activity.windows.windows[window].range
            #expect(finding.accesses.allSatisfy(range.contains), "\(signal.id) names accesses of another window")
        }
        // A part of the windows, in another order, has the same findings.
        let some = windows.filter { $0 % 7 == 3 }.reversed()
        #expect(try fitted.findings(in: Array(some), of: activity) == some.map { findings[$0] }, "\(signal.id)")
    }

    private struct Key: Hashable {
        let user: Int32
        let day: Int
    }

    private func evidence(_ office: Office, _ accesses: [AccountWindows.Access]) throws -> [Key: Double] {
        let activity = office.activity(accesses)
        let evidence = try signal.init().fit(office.history).evidence(of: activity)
        #expect(evidence.count == activity.count, "\(signal.id)")
        return Dictionary(
            zip(activity.windows.windows, evidence).map { (Key(user: $0.user, day: $0.day), $1) },
            uniquingKeysWith: { first, _ in first })
    }

    private func checkFuture(_ office: Office) throws {
        let all = try evidence(office, office.week)
        let middle = try #require(all.keys.map(\.day).min()) + 3
        let earlier = try evidence(
            office, office.week.filter { Timestamp(microseconds: $0.microseconds).dayNumber <= middle })
        #expect(!earlier.isEmpty)
        for (key, value) in earlier { #expect(all[key] == value, "\(signal.id) on day \(key.day)") }
    }

    private func checkSweep(_ office: Office) throws {
        let window = try #require(AccountWindows(office.week).windows.first { $0.user == 5 })
        let resources = (0..<Int32(office.log.resources.count)).filter {
            office.history.known.contains(user: 5, resource: $0) == (signal.family == .habits)
        }
        let night = Int64(window.day) * Timestamp.day + 3 * 3_600_000_000
        let sweep = resources.prefix(25).enumerated().map { index, resource in
            AccountWindows.Access(user: 5, resource: resource, microseconds: night + Int64(index) * 20_000_000)
        }
        let key = Key(user: 5, day: window.day)
        let before = try evidence(office, office.week)[key] ?? 0
        let after = try #require(try evidence(office, office.week + sweep)[key])
        #expect(after > before, "\(signal.id)")
    }
}
