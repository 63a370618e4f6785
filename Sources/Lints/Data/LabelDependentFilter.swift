import Interactions

/// Injected accesses that a filter removed.
struct LabelDependentFilter: Lint {
    static let id = "label-dependent-filter"
    static let pitfall = "a filter removes injected accesses more than others"

    func check(_ subject: LintSubject) -> LintFinding {
        var asked = 0, present = 0
        for phase in subject.validation + subject.test {
            for (scenario, requested) in phase.requested.enumerated() {
                let found = phase.cases.count { $0.isInjected && $0.step?.scenario == scenario }
                guard found == requested else {
                    return .failure(
                        "\(requested) accesses of \(subject.scenarios[scenario]) were injected, \(found) are measured")
                }
                asked += requested
                present += found
            }
            let benign = phase.cases.count { $0.label == .benign }
            guard benign == phase.fold.window.benign.count else {
                return .failure("of \(phase.fold.window.benign.count) benign cases \(benign) are measured")
            }
        }
        return .pass("\(present) of \(asked) injected accesses are measured, and all benign ones")
    }
}
