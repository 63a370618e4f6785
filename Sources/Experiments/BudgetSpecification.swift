import StrictYAML
import Yams

/// How many alerts can be looked at.
package struct BudgetSpecification: Hashable, Sendable {
    /// Ascending, each once.
    package let alertsPerDay: [Double]

    package init(alertsPerDay: [Double] = [5, 10, 25]) {
        self.alertsPerDay = Set(alertsPerDay).sorted()
    }

    /// The budget that a metric is read at where none is named.
    package var middle: Double? {
        alertsPerDay.isEmpty ? nil : alertsPerDay[(alertsPerDay.count - 1) / 2]
    }
}

extension BudgetSpecification {
    init(_ value: YAMLValue) {
        guard let mapping = value.mapping() else {
            self.init()
            return
        }
        mapping.allowOnly(["alerts_per_day"])
        guard let list = mapping["alerts_per_day"]?.list() else {
            self.init()
            return
        }
        self.init(alertsPerDay: list.compactMap { $0.number("a number above 0") { $0 > 0 } })
    }

    var node: Node {
        .lines([("alerts_per_day", .brackets(alertsPerDay.map { .number($0) }))])
    }
}
