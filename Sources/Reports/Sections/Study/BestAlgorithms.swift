import Evaluation
import Statistics
import Studies

/// Which algorithms cannot be told apart from the best.
struct BestAlgorithms: ReportSection {
    static let id = "best-algorithms"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        guard subject.dataset.ranking.count > 1 else { return [] }
        guard let ranking = subject.dataset.best, let best = ranking.best else {
            return [Document.Section(nil, [.paragraph("Which ranks cannot be told apart was not computed.")])]
        }
        var text = best.sentence(first: subject.dataset.ranking.first?.trial.algorithm, on: "the sealed test")
        if !ranking.isComplete {
            text += " Some could not be compared, for want of a value or because there are too many cases."
        }
        return [Document.Section(nil, [.paragraph(text)])]
    }
}

extension BestSet {
    /// What the set says, in a sentence.
    ///
    /// - Parameters:
    ///   - first: the scorer that stands first in the table.
    ///   - data: what it was measured on: `the sealed test`.
    func sentence(first: String?, on data: String) -> String {
        let how = "(multiple comparisons with the best, \(Number.percent(confidence)))"
        guard members.count > 1 else {
            let one = members.first ?? "none"
            return one == first
                ? "\(one) is the best of \(members.count + others.count) on \(data), beyond chance \(how)."
                : "\(one), which is not the first of the table, is the best on \(data), beyond chance \(how)."
        }
        let names = members.dropLast().joined(separator: ", ") + " and " + (members.last ?? "")
        let outside = first.map { !members.contains($0) } ?? false
        return "\(names) cannot be told apart on \(data): each of them may be the best \(how)."
            + (outside ? " The first of the table is none of them." : "")
    }
}
