import AccessLogs
import Interactions

/// Settings chosen on what is reported.
struct TunedOnReported: Lint {
    static let id = "tuned-on-reported"
    static let pitfall = "settings are chosen on the accesses that are reported"

    func check(_ subject: LintSubject) -> LintFinding {
        // Accesses, not pairs: where seen pairs are measured too, a pair may well come in both windows.
        var chosenOn: Set<Measured> = []
        for access in subject.validation.lazy.flatMap(\.cases) where access.label == .benign {
            chosenOn.insert(Measured(access))
        }
        let reported = subject.test.first?.cases.filter { $0.label == .benign } ?? []
        let both = reported.count { chosenOn.contains(Measured($0)) }
        guard both == 0 else { return .failure("\(both) benign cases are in validation and in the sealed test") }
        guard subject.earlierOpenings == 0 else {
            return .warning(
                "the sealed test was opened \(subject.earlierOpenings) times before; what was seen then may have "
                    + "guided this experiment")
        }
        guard subject.damagedOpenings == 0 else {
            return .warning(
                "\(subject.damagedOpenings) lines of \(subject.ledgerFile) are damaged; each may stand for an opening "
                    + "of the sealed test, which may have guided this experiment")
        }
        return .pass(
            "validation and the sealed test share none of \(reported.count) benign cases; this study never opened it before"
        )
    }
}

/// A measured access: its pair and its time, if it has one.
private struct Measured: Hashable {
    let user: Int32
    let resource: Int32
    let microseconds: Int64?

    init(_ access: LabeledAccess) {
        user = access.user
        resource = access.resource
        microseconds = access.time?.microseconds
    }
}
