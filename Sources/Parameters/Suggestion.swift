/// The word that was probably meant.
public enum Suggestion {
    /// The most bytes of a word that candidates are compared with: the work grows with the product of the lengths.
    private static let longest = 200

    /// The candidate with the fewest edits to the word; nil where none is near, or the word is too long.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        guard word.utf8.count <= longest else { return nil }
        let ranked = candidates.filter { $0.utf8.count <= longest }.map {
            (candidate: $0, edits: edits(from: word, to: $0))
        }
        guard let best = ranked.min(by: { ($0.edits, $0.candidate) < ($1.edits, $1.candidate) }) else { return nil }
        return best.edits <= max(2, word.count / 2) ? best.candidate : nil
    }

    /// The most words that an error lists.
    private static let mostListed = 60

    /// What to append to an error about an unknown word: `; did you mean 'rank'?`, or the list of known words, of very
    /// many the first.
    public static func sentence(for word: String, among candidates: [String]) -> String {
        if let nearest = nearest(to: word, among: candidates) { return "; did you mean '\(nearest)'?" }
        guard !candidates.isEmpty else { return "; none is known here" }
        let listed = candidates.sorted().prefix(mostListed).joined(separator: ", ")
        let rest = candidates.count - mostListed
        return "; known are " + listed + (rest > 0 ? " and \(rest) more" : "")
    }

    /// The Levenshtein distance.
    private static func edits(from source: String, to target: String) -> Int {
        let source = Array(source), target = Array(target)
        var previous = Array(0...target.count)
        for row in source.indices {
            var current = [row + 1]
            for column in target.indices {
                let substitution = previous[column] + (source[row] == target[column] ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[target.count]
    }
}
