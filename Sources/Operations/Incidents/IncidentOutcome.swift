package import Incidents
package import LogImport
import Statistics

/// What an ``IncidentSession`` did with its source.
package struct IncidentOutcome: Sendable {
    /// What became of the records.
    package let summary: ImportSummary
    /// Which names were taken for other spellings of names of training, in sentences.
    package let spellings: [String]
    /// The accesses that the filters left.
    package internal(set) var considered = 0
    /// Those without a time, which belong to no window.
    package internal(set) var untimed = 0
    /// Those of days that training has already, or that lie before it.
    package internal(set) var ofTraining = 0
    /// Those of tenants that training does not know.
    package internal(set) var ofUnknownTenants = 0
    /// Those of tenants that training has, but too little of them to learn incidents from.
    package internal(set) var ofLeftOutTenants = 0
    /// What training left out; nil where that is nothing or not known.
    package internal(set) var leftOut: LeftOut?
    /// Those of windows, of accounts or resources that training does not know.
    package internal(set) var ofUnknownNames = 0
    /// The accesses that windows were made of.
    package internal(set) var windowed = 0
    /// The windows.
    package internal(set) var windows = 0
    /// The alerts, one for each incident.
    package internal(set) var alerts = 0
    /// Windows that belong to an earlier alert.
    package internal(set) var joined = 0
    /// The days from the first to the last window, of a long silence no more than four weeks.
    package internal(set) var days = 0
    /// The days between training and the first window.
    package internal(set) var daysMissing = 0
    /// The most alerts of seven days that follow each other.
    package internal(set) var busiestWeek = 0
    /// The evidence that alerts exceed, on the first and on the last day.
    package internal(set) var thresholds: ClosedRange<Double>?
    /// The benign alerts a day that are promised; nil where the threshold was given as a number.
    package internal(set) var promised: Double?
    /// Whether there were fewer incidents than promised, so that all alert.
    package internal(set) var isShort = false

    /// Whether the logs had a record, or at least the form of a log without one.
    package var hasLog: Bool { summary.hasLog }

    /// On how many days with windows habits had changed so much that the threshold could not follow them.
    package internal(set) var daysAtBound = 0

    /// Why the absence of an alert says nothing; nil where something was looked at, or there was nothing to look at.
    package var blindness: String? {
        if let blindness = summary.blindness { return blindness }
        // Where there are days of training alone, nothing has happened since.
        guard considered > ofTraining else { return nil }
        if windowed == 0 {
            let reasons = [
                (untimed, "lack a time, and incidents need one (score pairs with --alerts pairs)"),
                (
                    ofUnknownTenants,
                    "are of tenants that training does not know (is this the right bundle for these logs?)"
                ),
                (
                    ofLeftOutTenants,
                    "are of tenants that training left out" + (leftOut?.tenantWords.map { " (\($0))" } ?? "")
                ),
                (ofTraining, "are of days that training has, or earlier ones"),
            ].filter { $0.0 > 0 }.map { "\(Number.grouped($0.0)) \($0.1)" }
            return "none of \(Number.counted(considered, "access", "accesses")) was looked at: "
                + reasons.joined(separator: ", ")
        }
        if ofUnknownNames == windowed {
            return
                "all \(Number.counted(windowed, "access", "accesses")) that were looked at are of accounts or resources that "
                + "training does not know: is this the right bundle for these logs?"
        }
        return nil
    }
}
