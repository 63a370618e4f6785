/// An allow-list that was written after the alerts were seen.
struct LateAllowList: Lint {
    static let id = "late-allow-list"
    static let pitfall = "accounts are left out because of the alerts that they raise in the test window"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) -> LintFinding {
        guard let list = subject.allowList, list.entries > 0 else { return .pass("nothing is left out by a list") }
        return switch list.precedesTest {
        case true?: .pass("the list of \(list.entries) entries was written before the test window")
        case false?: .failure("the list of \(list.entries) entries was written after the test window began")
        case nil: .warning("the data were filtered by \(list.entries) entries; when they were chosen is not known")
        }
    }
}
