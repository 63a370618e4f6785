import AccessLogs
import Interactions

/// A window whose weekdays are not like a week: what is promised or measured a day then holds for such days alone.
struct PartialWeek: Lint {
    static let id = "partial-week"
    static let pitfall = "the days that are measured on are quieter, or busier, than those of a week, as a weekend is"

    /// How many times as busy as the days of a week the days of a window may be, and the reciprocal.
    private static let tolerated = 2.0
    /// Fewer days say nothing of weekdays.
    private static let fewestDays = 14

    func check(_ subject: LintSubject) -> LintFinding {
        let log = subject.log
        guard log.isTimed, let range = log.timeRange else { return .pass("rows have no times") }
        let first = range.lowerBound.dayNumber, count = range.upperBound.dayNumber - first + 1
        guard count >= Self.fewestDays else { return .pass("\(count) days do not tell what a week is like") }
        var accesses = [Double](repeating: 0, count: 7), days = accesses
        for microseconds in log.microseconds {
            accesses[Self.weekday(Timestamp(microseconds: microseconds).dayNumber)] += 1
        }
        for day in first..<first + count { days[Self.weekday(day)] += 1 }
        let daily = zip(accesses, days).map { $0 / $1 }, mean = daily.reduce(0, +) / 7
        var evidence = "no window has time"
        for (side, phases) in [("validation", subject.validation), ("the sealed test", subject.test)] {
            for window in phases.compactMap(\.fold.window.days) {
                let typical = window.reduce(0) { $0 + daily[Self.weekday($1)] } / Double(max(1, window.count))
                let ratio = typical / mean
                evidence =
                    "the weekdays of \(side) (\(Self.names(window))) have \((ratio * 100).rounded() / 100) times as many "
                    + "accesses a day as a week has"
                guard ratio * Self.tolerated >= 1, ratio <= Self.tolerated else {
                    return .warning(
                        evidence
                            + ": thresholds, alerts a day and ranks hold for such days alone; choose a window of whole "
                            + "weeks")
                }
            }
        }
        return .pass(evidence)
    }

    /// From Monday, 0, to Sunday; day 0 was a Thursday.
    private static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    private static func names(_ window: Range<Int>) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        guard window.count < 7 else { return "\(window.count) days" }
        return window.map { names[weekday($0)] }.joined(separator: ", ")
    }
}
