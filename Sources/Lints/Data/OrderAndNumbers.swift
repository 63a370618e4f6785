import Evaluation
import Interactions
import Statistics

/// Injected accesses that stand elsewhere in the list than benign ones, or whose users and resources have other numbers.
///
/// Cases are shuffled, so that a scorer by their order has an area under the ROC curve of a half, give or take its
/// standard error √((n₁ + n₀ + 1)/(12 n₁ n₀)); so does one by a hash of the pair.
struct OrderAndNumbers: Lint {
    static let id = "order-and-numbers"
    static let pitfall = "injected accesses are told by their place in the list, or by the numbers of user and resource"

    /// The standard errors that chance hardly ever reaches: once in sixteen thousand times.
    private static let most = 4.0

    func check(_ subject: LintSubject) throws -> LintFinding {
        var largest = 0.0
        for phase in subject.validation + subject.test {
            let injected = phase.cases.map(\.isInjected)
            let positives = Double(injected.count { $0 }), negatives = Double(injected.count) - positives
            guard positives > 0, negatives > 0 else { continue }
            let standardError = ((positives + negatives + 1) / (12 * positives * negatives)).squareRoot()
            for (scorer, scores) in [
                ("their order", phase.cases.indices.map(Double.init)),
                (
                    "a hash of user and resource",
                    phase.cases.map {
                        Double(Seed(0).derived("id", Int($0.user), Int($0.resource)).value >> 11)
                    }
                ),
            ] {
                let ranks = MidRanks(of: scores).ranks
                let sum = zip(ranks, injected).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
                let area = (sum - positives * (positives + 1) / 2) / (positives * negatives)
                let deviation = abs(area - 0.5) / standardError
                guard deviation < Self.most else {
                    return .failure("by \(scorer) the area under the ROC curve is \(area)")
                }
                largest = max(largest, deviation)
            }
        }
        return .pass(
            "order and numbers tell nothing: they are at most \((largest * 10).rounded() / 10) standard errors from chance"
        )
    }
}
