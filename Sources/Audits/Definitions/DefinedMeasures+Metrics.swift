/// The metrics by their names, each by its definition.
extension DefinedMeasures {
    private typealias Rule = @Sendable (DefinedMeasures, _ budget: Double) -> Answer

    /// The value of a metric by its name; nil where there is no definition here.
    func answer(_ metric: String, budget: Double) -> Answer? {
        let ofIncidents = Self.ofIncidents[metric]
        // An incident is an account in a day.
        if ofIncidents != nil, window.days == nil { return .undefined }
        return Self.rules[ofIncidents ?? metric].map { $0(self, budget) }
    }

    /// Metrics whose rows are incidents, and what they are of rows of any kind.
    private static let ofIncidents = [
        "incident_recall": "incident_recall_at_budget", "incident_precision": "precision_at_budget",
        "alert_noise_rate": "noise_rate", "hours_to_alert": "hours_to_detection",
    ]

    private static let rules: [String: Rule] = [
        "roc_auc": { rows, _ in rows.ofBothClasses { $0.area } },
        "partial_auc_raw_to_1_percent_fpr": { rows, _ in rows.resolved(0.01) { $0.partialArea(to: 0.01) } },
        "partial_auc_raw_to_0.1_percent_fpr": { rows, _ in rows.resolved(0.001) { $0.partialArea(to: 0.001) } },
        "partial_auc_mcclish_to_1_percent_fpr": { rows, _ in rows.resolved(0.01) { $0.standardized(to: 0.01) } },
        "partial_auc_mcclish_to_0.1_percent_fpr": { rows, _ in rows.resolved(0.001) { $0.standardized(to: 0.001) } },
        "tpr_at_1_percent_fpr": { rows, _ in rows.resolved(0.01) { $0.step(to: 0.01).hits / $0.injected } },
        "tpr_at_0.1_percent_fpr": { rows, _ in rows.resolved(0.001) { $0.step(to: 0.001).hits / $0.injected } },
        "false_positives_per_day_at_1_percent_fpr": { rows, _ in rows.alarmsPerDay(to: 0.01) },
        "false_positives_per_day_at_0.1_percent_fpr": { rows, _ in rows.alarmsPerDay(to: 0.001) },
        "average_precision": { rows, _ in rows.ofBothClasses { $0.averagePrecision } },
        "precision_at_10": { rows, _ in rows.ofBothClasses { $0.hits(among: 10) / 10 } },
        "precision_at_100": { rows, _ in rows.ofBothClasses { $0.hits(among: 100) / 100 } },
        "recall_at_10": { rows, _ in rows.ofBothClasses { $0.hits(among: 10) / $0.injected } },
        "recall_at_100": { rows, _ in rows.ofBothClasses { $0.hits(among: 100) / $0.injected } },
        "r_precision": { rows, _ in rows.ofBothClasses { $0.hits(among: $0.injected) / $0.injected } },
        "cumulative_recall_to_50": { rows, _ in rows.cumulativeRecall(to: 50) },
        "precision_at_budget": { rows, budget in
            let alerts = DefinedAlerts(of: rows, budget: budget)
            return alerts.total > 0 && rows.injected > 0 ? .value(alerts.hits / alerts.total) : .undefined
        },
        "recall_at_budget": { rows, budget in
            rows.injected > 0 ? .value(DefinedAlerts(of: rows, budget: budget).hits / rows.injected) : .undefined
        },
        "incident_recall_at_budget": { rows, budget in DefinedAlerts(of: rows, budget: budget).foundAttacks },
        "precision_at_prevalence_1e-4_at_budget": { rows, budget in rows.precision(at: 1e-4, budget: budget) },
        "precision_at_prevalence_1e-5_at_budget": { rows, budget in rows.precision(at: 1e-5, budget: budget) },
        "hours_to_detection": { rows, budget in DefinedAlerts(of: rows, budget: budget).medianTime(inRows: false) },
        "rows_to_detection": { rows, budget in DefinedAlerts(of: rows, budget: budget).medianTime(inRows: true) },
        "noise_rate": { rows, budget in
            let alarms = DefinedAlerts(of: rows, budget: budget).alarms
            guard let days = rows.window.days else {
                return rows.benign > 0 ? .value(alarms / rows.benign) : .undefined
            }
            let exposure = Double(days * rows.window.activeUsers)
            return exposure > 0 ? .value(alarms / exposure) : .undefined
        },
        "benign_alerts_per_day": { rows, budget in
            guard let days = rows.window.days else { return .undefined }
            return .value(DefinedAlerts(of: rows, budget: budget).alarms / Double(days))
        },
        "benign_alerts_per_million_events": { rows, budget in
            .value(DefinedAlerts(of: rows, budget: budget).alarms * 1e6 / Double(rows.window.accesses))
        },
        "alert_gini": { rows, budget in
            rows.ofAccounts(budget) { counts in
                let silent = max(0, rows.window.activeUsers - counts.count)
                let counts = counts + Array(repeating: 0, count: silent)
                var differences = 0.0
                for one in counts { for other in counts { differences += abs(one - other) } }
                return differences / (2 * Double(counts.count) * counts.reduce(0, +))
            }
        },
        "alert_share_of_top_5_accounts": { rows, budget in
            rows.ofAccounts(budget) { $0.sorted().suffix(5).reduce(0, +) / $0.reduce(0, +) }
        },
        "repeat_alert_rate": { rows, budget in
            rows.ofAccounts(budget) { counts in
                counts.map { $0 > 1 ? $0 - 1 : 0 }.reduce(0, +) / counts.reduce(0, +)
            }
        },
        "coverage": { rows, _ in rows.scored { _ in true } },
        "benign_coverage": { rows, _ in rows.scored { !$0.isInjected } },
        "injected_coverage": { rows, _ in rows.scored { $0.isInjected } },
    ]
}

extension DefinedMeasures {
    /// A value of rows of both classes.
    private func ofBothClasses(_ value: (DefinedMeasures) -> Double) -> Answer {
        injected > 0 && benign > 0 ? .value(value(self)) : .undefined
    }

    /// The same where there are enough benign rows for a rate of them.
    private func resolved(_ rate: Double, _ value: (DefinedMeasures) -> Double) -> Answer {
        benign > 0 && 1 / benign > rate ? .undefined : ofBothClasses(value)
    }

    /// The fraction of pairs of an injected and a benign row in which the injected one is higher, a tie counting half.
    private var area: Double {
        var pairs = 0.0
        for one in ranked where one.row.isInjected {
            for other in ranked where !other.row.isInjected {
                let win = one.score > other.score ? 1 : one.score == other.score ? 0.5 : 0
                pairs += win * one.row.weight * other.row.weight
            }
        }
        return pairs / (injected * benign)
    }

    /// The mean, over injected rows, of the precision among the rows that are no lower.
    var averagePrecision: Double {
        var sum = 0.0
        for one in ranked where one.row.isInjected {
            var hits = 0.0, count = 0.0
            for other in ranked where other.score >= one.score {
                count += other.row.weight
                if other.row.isInjected { hits += other.row.weight }
            }
            if count > 0 { sum += one.row.weight * hits / count }
        }
        return sum / injected
    }

    /// How many rows of either class reach each score, from the highest down.
    private var steps: [(hits: Double, alarms: Double)] {
        Set(ranked.map(\.score)).sorted(by: >).map { threshold in
            ranked.reduce((hits: 0, alarms: 0)) { sum, item in
                guard item.score >= threshold else { return sum }
                return item.row.isInjected
                    ? (sum.hits + item.row.weight, sum.alarms) : (sum.hits, sum.alarms + item.row.weight)
            }
        }
    }

    /// The lowest threshold that flags at most a fraction of the benign rows.
    private func step(to rate: Double) -> (hits: Double, alarms: Double) {
        steps.last { $0.alarms / benign <= rate } ?? (0, 0)
    }

    private func alarmsPerDay(to rate: Double) -> Answer {
        guard benign > 0, let days = window.days else { return .undefined }
        return .value(step(to: rate).alarms / Double(days))
    }

    /// The integral of the true-positive rate over false-positive rates from 0 on, points joined by straight lines.
    private func partialArea(to rate: Double) -> Double {
        let points = [(0, 0)] + steps.map { ($0.alarms / benign, $0.hits / injected) }
        var area = 0.0
        for (from, to) in zip(points, points.dropFirst()) where to.0 > from.0 && from.0 < rate {
            let end = min(rate, to.0)
            let height = from.1 + (to.1 - from.1) * (end - from.0) / (to.0 - from.0)
            area += (end - from.0) * (from.1 + height) / 2
        }
        return area
    }

    /// The partial area between that of chance, which becomes ½, and the best, which becomes 1.
    private func standardized(to rate: Double) -> Double {
        let chance = rate * rate / 2
        return 0.5 + 0.5 * (partialArea(to: rate) - chance) / (rate - chance)
    }

    /// The number of injected rows to expect among the `count` highest rows, where equal rows stand in random order.
    private func hits(among count: Double) -> Double {
        var sum = 0.0
        for one in ranked where one.row.isInjected {
            var above = 0.0, equal = 0.0
            for other in ranked {
                if other.score > one.score { above += other.row.weight }
                if other.score == one.score { equal += other.row.weight }
            }
            if equal > 0 { sum += one.row.weight * min(1, max(0, (count - above) / equal)) }
        }
        return sum
    }

    /// The mean recall over budgets up to the largest. Recall is linear between the budgets at which some day has raised
    /// exactly some of its scores.
    private func cumulativeRecall(to largest: Double) -> Answer {
        guard injected > 0 else { return .undefined }
        var bends: Set<Double> = [0, largest]
        for one in ranked {
            var reached = 0.0
            for other in ranked where other.row.time?.day == one.row.time?.day || window.days == nil {
                if other.score >= one.score { reached += other.row.weight }
            }
            if reached < largest { bends.insert(reached) }
        }
        let budgets = bends.sorted()
        let recalls = budgets.map { DefinedAlerts(of: self, budget: $0).hits / injected }
        var area = 0.0
        for index in 1..<budgets.count {
            area += (budgets[index] - budgets[index - 1]) * (recalls[index] + recalls[index - 1]) / 2
        }
        return .value(area / largest)
    }

    private func precision(at prevalence: Double, budget: Double) -> Answer {
        let alerts = DefinedAlerts(of: self, budget: budget)
        guard injected > 0, benign > 0, alerts.total > 0, alerts.alarms > 0 else { return .undefined }
        let attacks = prevalence * alerts.hits / injected, others = (1 - prevalence) * alerts.alarms / benign
        return .value(attacks / (attacks + others))
    }

    /// A value of the expected alerts of each account that has any.
    private func ofAccounts(_ budget: Double, _ value: ([Double]) -> Double) -> Answer {
        var counts: [String: Double] = [:]
        let alerts = DefinedAlerts(of: self, budget: budget)
        for (index, probability) in alerts.probabilities.enumerated() where probability > 0 {
            let row = ranked[index].row
            guard !row.user.isEmpty else { return .undefined }
            counts["\(row.tenant)/\(row.user)", default: 0] += probability * row.weight
        }
        return alerts.total > 0 ? .value(value(counts.values.filter { $0 > 0 })) : .undefined
    }

    private func scored(_ isCounted: (MadeUpRow) -> Bool) -> Answer {
        let counted = all.filter(isCounted)
        let total = counted.reduce(0) { $0 + $1.weight }
        let scored = counted.reduce(0) { $0 + ($1.score == nil ? 0 : $1.weight) }
        return total > 0 ? .value(scored / total) : .undefined
    }
}
