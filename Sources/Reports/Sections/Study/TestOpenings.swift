import Evaluation
import Studies

/// How often the sealed test was opened, by this study and by others.
struct TestOpenings: ReportSection {
    static let id = "test-openings"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        guard let openings = subject.dataset.openings else { return [] }
        let sentence = openings.earlier.sentence
        var text = sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
        let later = openings.now.openings - openings.earlier.openings
        if later > 0 {
            text +=
                " Since then other studies opened it \(later == 1 ? "1 time" : "\(later) times") more: by now over "
                + (openings.now.seeds == 1 ? "1 root seed." : "\(openings.now.seeds) root seeds.")
        }
        return [Document.Section(nil, [.paragraph(text)])]
    }
}
