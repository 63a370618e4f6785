import AccessLogs

/// An allow-list that was written after the alerts were seen.
///
/// Its author states when it was written; the time at which the file was last changed says nothing, as every copy
/// changes it. A list without its author's word is a warning.
struct LateAllowList: Lint {
    static let id = "late-allow-list"
    static let pitfall = "accounts are left out because of the alerts that they raise in the test window"

    func check(_ subject: LintSubject) -> LintFinding {
        guard let list = subject.allowList, list.entries > 0 else { return .pass("nothing is left out by a list") }
        let entries = list.entries == 1 ? "1 entry" : "\(list.entries) entries"
        guard let written = list.written else {
            return .warning(
                "the data were filtered by \(entries), and nobody states when they were chosen: say so by a line "
                    + "'# written: 2026-01-05' in the list, or by --allow-list-written, and ingest anew")
        }
        guard let begin = list.testBegins else {
            return .warning(
                "the data were filtered by \(entries) of \(written); accesses are held out without regard to time, so "
                    + "that the list may be younger than some of them")
        }
        return written < begin
            ? .pass("the list of \(entries) was written at \(written), before the test window, as its author states")
            : .failure(
                "the list of \(entries) was written at \(written), after the test window began at \(begin): leave it out, "
                    + "or test on later days")
    }
}
