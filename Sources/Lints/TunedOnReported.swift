import Interactions

/// Settings chosen on what is reported.
struct TunedOnReported: Lint {
    static let id = "tuned-on-reported"
    static let pitfall = "settings are chosen on the accesses that are reported"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) -> LintFinding {
        var chosenOn: Set<UInt64> = []
        for access in subject.validation.flatMap(\.cases) where access.label == .benign {
            chosenOn.insert(access.key)
        }
        let reported = subject.test.first?.cases.filter { $0.label == .benign } ?? []
        let both = reported.count { chosenOn.contains($0.key) }
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

extension LabeledAccess {
    fileprivate var key: UInt64 {
        UInt64(UInt32(bitPattern: user)) << 32 | UInt64(UInt32(bitPattern: resource))
    }
}
