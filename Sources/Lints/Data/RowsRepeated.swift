import AccessLogs
import Interactions

/// Rows that stand in the log more than once, as where a file was read twice.
struct RowsRepeated: Lint {
    static let id = "rows-repeated"
    static let pitfall = "rows were read more than once, so that counts say more than happened"

    func check(_ subject: LintSubject) -> LintFinding {
        let rows = RepeatedRows(of: subject.log)
        let percent = "\((rows.fraction * 1000).rounded() / 10) % of the rows equal an earlier one"
        guard rows.isSuspicious(among: subject.log.count) else { return .pass(percent) }
        return .warning(
            percent + "; "
                + (rows.factor > 1
                    ? "every row comes \(rows.factor) times or a multiple of that"
                    : "a stretch of about \(rows.longestStretch) rows comes again in the same order")
                + ": see whether a file was read twice")
    }
}
