package import Evaluation
import StrictYAML
import Yams

/// What the thresholds of a bundle are chosen for: a number of benign alerts a day, or a noise rate, for each level of
/// work.
package struct OperatingPointSpecification: Hashable, Sendable {
    package let targets: [OperatingPoints.Level: OperatingPoints.Target]

    package init(targets: [OperatingPoints.Level: OperatingPoints.Target]) {
        self.targets = targets
    }

    /// Quiet at the smallest budget, normal at the middle one and hunting at the largest.
    package init(_ budgets: BudgetSpecification) {
        let alerts = budgets.alertsPerDay
        var targets: [OperatingPoints.Level: OperatingPoints.Target] = [:]
        if let first = alerts.first, let middle = budgets.middle, let last = alerts.last {
            targets = [.quiet: .alertsPerDay(first), .normal: .alertsPerDay(middle), .hunting: .alertsPerDay(last)]
        }
        self.targets = targets
    }
}

extension OperatingPointSpecification {
    init(_ value: YAMLValue, budgets: BudgetSpecification) {
        guard let mapping = value.mapping() else {
            self.init(budgets)
            return
        }
        mapping.allowOnly(OperatingPoints.Level.allCases.map(\.rawValue))
        var targets = OperatingPointSpecification(budgets).targets
        for level in OperatingPoints.Level.allCases {
            guard let target = mapping[level.rawValue]?.mapping() else { continue }
            target.allowOnly(["alerts_per_day", "noise_rate"])
            let alerts = target["alerts_per_day"]?.number("a number above 0") { $0 > 0 }
            let noise = target["noise_rate"]?.number("a number above 0") { $0 > 0 }
            switch (alerts, noise) {
            case (let alerts?, nil): targets[level] = .alertsPerDay(alerts)
            case (nil, let noise?): targets[level] = .noiseRate(noise)
            default: target.report("an operating point has either 'alerts_per_day' or 'noise_rate'")
            }
        }
        self.init(targets: targets)
    }

    var node: Node {
        .lines(
            OperatingPoints.Level.allCases.compactMap { level in
                switch targets[level] {
                case .alertsPerDay(let alerts)?: (level.rawValue, .braces([("alerts_per_day", .number(alerts))]))
                case .noiseRate(let rate)?: (level.rawValue, .braces([("noise_rate", .number(rate))]))
                case nil: nil
                }
            })
    }
}
