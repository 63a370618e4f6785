import AccessLogs
import Evaluation
import Foundation
import Interactions

/// Rules without any model that rank windows, accounts in days: what signals are to be compared with.
struct WindowShortcuts {
    private let phase: LintSubject.Phase
    private let log: AccessLog
    private let rules: [(name: String, score: (DailyWindows.Window) -> Double)]

    /// The fewest attacks of a scenario from which anything is told.
    private static let fewestAttacks = 5

    init(on phase: LintSubject.Phase, in log: AccessLog) {
        self.phase = phase
        self.log = log
        // −log of the fraction of the training accesses in each hour of the day, those without any counting as one.
        var counts = [Double](repeating: 1, count: 24)
        for access in phase.fold.training {
            if let time = log.time(of: access) { counts[time.hourOfDay] += 1 }
        }
        let total = counts.reduce(0, +), rarity = counts.map { -Foundation.log($0 / total) }
        rules = [
            ("the number of accesses", { Double($0.accesses) }),
            ("the number of resources", { Double($0.resources.count) }),
            ("the hour", { window in zip(window.hours, rarity).reduce(0) { $1.0 ? max($0, $1.1) : $0 } }),
        ]
    }

    /// The names of the rules, in the order of what they find.
    var names: [String] { rules.map(\.name) }

    /// The fraction of a scenario's attacks that each rule finds; nil where there are too few attacks, or no days.
    ///
    /// Of windows with the same score as the last that is raised, each counts with the probability that it is raised in
    /// random order.
    ///
    /// - Parameter budget: alerts a day, given the number of its windows.
    func recalls(of scenario: Int, budget: (Int) -> Double) -> [Double]? {
        guard let windows = DailyWindows(of: phase, scenario: scenario, in: log)?.windows else { return nil }
        let attacks = windows.reduce(into: Set<Int>()) { $0.formUnion($1.attacks) }
        guard attacks.count >= Self.fewestAttacks else { return nil }
        let days = Dictionary(grouping: windows, by: \.day).sorted { $0.key < $1.key }.map(\.value)
        return rules.map { rule in
            var missed: [Int: Double] = [:]
            for day in days {
                let raised = min(day.count, Int(max(1, budget(day.count))))
                let scores = day.map(rule.score), last = scores.sorted(by: >)[raised - 1]
                let above = scores.count { $0 > last }, equal = scores.count { $0 == last }
                for (window, score) in zip(day, scores) where score >= last {
                    let probability = score > last ? 1 : Double(raised - above) / Double(equal)
                    for attack in window.attacks { missed[attack, default: 1] *= 1 - probability }
                }
            }
            return attacks.sorted().reduce(0) { $0 + 1 - (missed[$1] ?? 1) } / Double(attacks.count)
        }
    }
}
