import Foundation

/// Which windows belong to an incident of their account that began earlier.
struct IncidentCourse {
    private var highest: [Int32: (day: Int, evidence: Double)] = [:]

    /// The evidence from which on later days are looked at as parts of one incident: one window in two hundred has it.
    private static let least = -log10(0.005)
    /// How long an incident lasts, the day with the most evidence included.
    private static let days = 7

    /// Whether an earlier incident of the account within a week has as much evidence, and this is a part of it.
    ///
    /// - Precondition: the windows of an account are given in the order of their days.
    mutating func joins(user: Int32, day: Int, evidence: Double) -> Bool {
        let before = highest[user].map { day - $0.day < Self.days ? $0.evidence : 0 } ?? 0
        if evidence > before { highest[user] = (day, evidence) }
        return before >= Self.least && evidence <= before
    }
}
