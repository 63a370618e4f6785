import Statistics

/// How often the sealed test of some data was opened before a study opened it, as the ledgers of openings tell.
///
/// Who looks at a test many times, with other settings or another root seed, and reports the time that came out best,
/// reports chance. Keys are of one word, as the type is read from YAML and from JSON.
package struct EarlierOpenings: Hashable, Sendable, Codable {
    /// By other studies, of the same data with the same split.
    package var openings = 0
    /// How many other studies these were.
    package var studies = 0
    /// Over how many root seeds.
    package var seeds = 0
    /// By other studies, of the same data with another split.
    package var elsewhere = 0
    /// By the study itself: it was interrupted while it measured, or its bundle was removed.
    package var own = 0
    /// Lines of the ledgers that cannot be read: each may stand for an opening.
    package var damaged = 0
    /// Why a ledger could not be read or written: then nobody knows what it would have told.
    package var problems: [String] = []
    /// What else is to be known of the ledgers.
    package var remarks: [String] = []

    package init() {}

    /// Whether the ledgers could be kept, and none tells that another study may have opened the test.
    package var areNone: Bool { openings == 0 && elsewhere == 0 && damaged == 0 && problems.isEmpty }

    /// All of it in a sentence without a full stop.
    package var sentence: String {
        var parts: [String] = []
        if openings > 0 {
            parts.append(
                "the sealed test of these data was opened \(Number.counted(openings, "time")) before, by "
                    + "\(Number.counted(studies, "other study", "other studies")) over "
                    + Number.counted(seeds, "root seed"))
        } else {
            parts.append("no ledger tells that another study opened the sealed test of these data")
        }
        if elsewhere > 0 {
            parts.append("with another split these data were opened \(Number.counted(elsewhere, "time"))")
        }
        if own > 0 { parts.append("this study opened it \(Number.counted(own, "time")) before") }
        if damaged > 0 {
            parts.append(
                "\(Number.counted(damaged, "line")) of the ledger cannot be read, and each may be an opening")
        }
        return (parts + problems + remarks).joined(separator: "; ")
    }
}
