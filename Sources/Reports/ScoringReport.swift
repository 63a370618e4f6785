import Evaluation
import Files
import LogImport
package import Operations
import Statistics

/// What people are told of a scoring beside its output: how many alerts there are, and what was not read or scored.
package struct ScoringReport: Sendable {
    private let summary: ImportSummary
    /// The alerts, what the filters dropped, and why nothing is left, a sentence each.
    package let sentences: [String]

    /// - Parameter bundledFilters: the filters that count because the bundle names them.
    package init(_ outcome: ScoringOutcome, bundledFilters: [String]) {
        self.init(
            outcome.summary, bundledFilters,
            (outcome.alerts.map { [Self.sentence(about: $0)] } ?? []) + outcome.spellings)
    }

    /// - Parameter bundledFilters: as above.
    package init(_ outcome: IncidentOutcome, bundledFilters: [String]) {
        self.init(outcome.summary, bundledFilters, Self.sentences(about: outcome) + outcome.spellings)
    }

    private init(_ summary: ImportSummary, _ bundledFilters: [String], _ alerts: [String]) {
        self.summary = summary
        sentences =
            alerts
            + [
                summary.droppedByFilters(bundled: Set(bundledFilters)),
                summary.accessesKept == 0 ? summary.nothingLeft.description : nil,
            ].compactMap(\.self)
    }

    /// The summary of the import; nil where every record was understood.
    package var unread: String? {
        summary.isWorthReading
            ? ReportSections<ImportSummary>.standard.document(on: summary).text(in: .terminal) : nil
    }

    private static func sentences(about outcome: IncidentOutcome) -> [String] {
        var alerts = Number.counted(outcome.alerts, "alert")
        if let thresholds = outcome.thresholds {
            let least = Number.fixed(thresholds.lowerBound, decimals: 2)
            let most = Number.fixed(thresholds.upperBound, decimals: 2)
            alerts += " above evidence \(least)" + (most == least ? "" : " to \(most)")
        }
        alerts +=
            " in \(Number.counted(outcome.windows, "account-day")) of \(Number.counted(outcome.days, "day"))"
        if outcome.joined > 0 {
            alerts += "; \(Number.counted(outcome.joined, "later day")) joined them"
        }
        var sentences = [alerts]
        if let promised = outcome.promised, outcome.days > 0 {
            let achieved = Double(outcome.alerts) / Double(outcome.days)
            sentences.append(
                "promised: \(Number.text(promised)) benign alerts on a mean day; came: \(Number.fixed(achieved, decimals: 1)) "
                    + "alerts a day, \(Number.grouped(outcome.busiestWeek)) in the week with the most"
                    + (outcome.isShort ? "; there are fewer unusual windows than promised, so that all alert" : ""))
        }
        if outcome.daysAtBound > 0 {
            sentences.append(
                "warning: on \(Number.counted(outcome.daysAtBound, "day")) habits had changed more than fourfold since "
                    + "training, so that the threshold could not keep to the promised number; where this goes on, train again"
            )
        }
        if outcome.daysMissing > 3 {
            sentences.append(
                "note: the log begins \(Number.counted(outcome.daysMissing, "day")) after training ended; what accounts took up "
                    + "meanwhile counts as new, and the threshold has not followed. Score all logs since training together"
            )
        }
        let left = [
            (outcome.ofTraining, "of days that training has, or earlier ones"), (outcome.untimed, "without a time"),
            (outcome.ofUnknownTenants, "of tenants that training does not know"),
            (outcome.ofLeftOutTenants, "of tenants that training had too little of"),
        ].filter { $0.0 > 0 }
        if !left.isEmpty {
            sentences.append(
                "left out: "
                    + left.map { "\(Number.counted($0.0, "access", "accesses")) \($0.1)" }.joined(separator: ", "))
        }
        return sentences
    }

    private static func sentence(about policy: AlertPolicy) -> String {
        let unscored = policy.unscored.sorted { $0.key < $1.key }.map { "; \($0.value) \($0.key), not scored" }
        let accesses = policy.considered == 1 ? "1 access" : "\(policy.considered) accesses"
        return Number.counted(policy.alerts.count, "alert") + " above \(Number.text(policy.threshold)) in \(accesses)"
            + unscored.joined()
    }
}

extension ScoringRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noThresholdOfReference:
            "a model of the reference has no threshold; give one with --threshold, or print all scores with --all"
        case .noThresholdOfBundle:
            "the bundle has no threshold; give one with --threshold, or print all scores with --all"
        case .otherBudgets(let budgets):
            "the bundle has thresholds for \(budgets.map { Number.text($0) }.joined(separator: ", ")) benign alerts a day"
        case .noDefaultThreshold(let points):
            "the bundle does not say which of its thresholds is the usual one; \(Self.choices(among: points))"
        case .noDays(let points):
            "the bundle was trained without times, so its thresholds promise benign alerts over the held-out part of the "
                + "training data, not a day; \(Self.choices(among: points))"
        case .noNewcomersOfReference: "a model of the reference cannot score newcomers; leave out --fold-in"
        case .noNewcomers(let algorithm):
            "this bundle of \(algorithm) cannot score newcomers; leave out --fold-in. als-implicit and als-explicit "
                + "can, without normalization and calibration"
        }
    }

    /// What to type for each of a bundle's thresholds, with all digits: a rounded one may promise something else.
    private static func choices(among points: [OperatingPoint]) -> String {
        let choices = points.map { point in
            let alerts = Number.text(point.alertBudget) + (point.alertBudget == 1 ? " benign alert" : " benign alerts")
            return "--threshold \(point.threshold) for \(alerts) \(point.isPerDay ? "a day" : "in all")"
        }
        return "choose one of them: " + choices.joined(separator: ", ")
    }
}
