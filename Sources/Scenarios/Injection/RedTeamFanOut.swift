import AccessLogs
import Foundation
import Interactions
package import Parameters
package import Statistics

/// Accounts that fan out over computers as those of a red team did.
///
/// Shaped by aggregate statistics of the red team's events in the authentication data of Los Alamos National Laboratory
/// (A. D. Kent, "Comprehensive, multi-source cyber-security events", 2015, doi:10.17021/1179829; 749 events, 28 days;
/// CC0): 104 accounts opened 440 new pairs with 301 computers. Nearly half of the accounts reached one computer, a quarter
/// more than four, one 71. Of the 336 gaps between an account's successive new computers a fifth is below a minute,
/// 62 % are below ten minutes, 81 % below an hour and 8 % above a day. Three computers in ten that an account reached
/// had been reached by another account before. The twin is an administrator at work at the same pace.
package struct RedTeamFanOut: InjectionScenario {
    package static let id = "red-team-fan-out"
    package static let summary = "accounts reach new computers in numbers and bursts as a red team's did; medium"

    static let fanOut = Parameter<Double>(
        "fan_out", in: 0.1...10, standard: 1,
        "Factor for the numbers of computers; the severity of an account that reached n is log n / log 71.")

    package static let parameters: ParameterList = [fanOut]

    private let fanOut: Double

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        fanOut = parameters[Self.fanOut]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        var reached: [String: [Int32]] = [:]
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor() else { return nil }
            let tenant = target.log.users[Int(user)].tenant
            let known = reached[tenant] ?? []
            let resources = draft.resources(computers(using: random), for: user) {
                random.bernoulli(RedTeam.reuse) && !known.isEmpty
                    ? random.element(of: known) : target.benignResource(forTenantOf: user, using: random)
            }
            reached[tenant] = known + resources
            let severity = min(1, log(Double(max(1, resources.count))) / log(71))
            return Attack(severity: severity, of: user, on: resources, at: times(resources.count, in: draft))
        } twin: { draft, attack in
            guard let administrator = draft.other(than: attack) else { return [] }
            let resources = draft.resources(attack.accesses.count, for: administrator) {
                target.benignResource(forTenantOf: administrator, using: random)
            }
            return InjectedAccess.series(
                of: administrator, on: resources, at: times(resources.count, in: draft), isAnomalous: false)
        }
    }

    private func computers(using random: RandomStream) -> Int {
        let band = RedTeam.computers[RedTeam.accounts.draw(using: random)]
        let number = band.lowerBound + random.index(below: band.count)
        return max(1, Int((Double(number) * fanOut).rounded()))
    }

    /// From a random moment on with the red team's gaps; what exceeds the window continues at its beginning.
    private func times(_ count: Int, in draft: InjectionDraft) -> [Timestamp?] {
        guard let start = draft.moment()?.microseconds, let days = draft.target.window.days else {
            return Array(repeating: nil, count: count)
        }
        let first = Int64(days.lowerBound) * Timestamp.day, length = Int64(days.count) * Timestamp.day
        var time = start - first
        return (0..<count).map { index in
            if index > 0 { time += Int64(RedTeam.gap(at: draft.random.uniform()) * 1e6) }
            return Timestamp(microseconds: first + (time % length + length) % length)
        }.sorted()
    }
}

/// What was measured of the red team.
private enum RedTeam {
    /// Numbers of new computers of an account, and how many of the 104 accounts reached that number.
    static let computers: [ClosedRange<Int>] = [
        1...1, 2...2, 3...3, 4...4, 5...5, 6...6, 7...7, 8...8, 9...10, 13...25, 71...71,
    ]
    static let accounts = AliasTable(weights: [50, 11, 10, 6, 3, 6, 4, 4, 4, 5, 1].map(Double.init))

    /// The probability that a computer was reached by another account before.
    static let reuse = 139.0 / 440

    /// Quantiles of the gaps between the new computers of an account, in seconds.
    private static let gaps: [(probability: Double, seconds: Double)] = [
        (0, 1), (0.1, 16), (0.25, 93), (0.5, 306), (0.75, 1709), (0.9, 63_049), (0.95, 237_195), (1, 1_373_098),
    ]

    /// A quantile of the gaps, interpolated on a logarithmic scale.
    static func gap(at probability: Double) -> Double {
        let upper = gaps.firstIndex { $0.probability > probability } ?? gaps.count - 1
        let (below, above) = (gaps[upper - 1], gaps[upper])
        let fraction = (probability - below.probability) / (above.probability - below.probability)
        return below.seconds * pow(above.seconds / below.seconds, fraction)
    }
}
