import Foundation

/// A threshold of incidents with what it promises: an incident alerts if it has more evidence.
package struct IncidentPoint: Hashable, Sendable, Codable {
    /// The alerts on benign incidents on a mean day of a week that it was chosen for.
    package var alertBudget: Double
    /// The evidence that an alert exceeds, −log₁₀ of ``tailProbability``.
    package var evidence: Double
    /// The alerts of a week lie within these bounds with 95 per cent, as long as nothing changes: by a threshold that follows
    /// (``AdaptiveThreshold``) where the budget is reached, by this one where all incidents alert.
    package var least: Int
    package var most: Int
    /// Whether there were as many incidents as the budget allows. Where not, all alert, and fewer come than promised.
    package var isReached: Bool

    /// How often a window in which nothing is wrong has as much evidence.
    package var tailProbability: Double { pow(10, -evidence) }

    /// - Parameter benign: recent incidents, in which nothing is known to be wrong.
    package init(within budget: Double, on benign: RecentIncidents) {
        alertBudget = budget
        evidence = benign.threshold(allowing: budget)
        isReached = evidence > 0
        let week =
            isReached
            ? benign.prediction(promising: budget, days: 7) : benign.prediction(above: evidence, days: 7)
        (least, most) = (week.lowerBound, week.upperBound)
    }

    private enum CodingKeys: String, CodingKey {
        case evidence
        case alertBudget = "alert_budget"
        case least = "least_in_week"
        case most = "most_in_week"
        case isReached = "reached"
    }
}
