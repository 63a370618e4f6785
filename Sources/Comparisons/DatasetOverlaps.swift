import AccessLogs
import Studies

/// The datasets of a comparison that are the same but for some rows, as told by the accesses that they have in common.
///
/// A test over datasets takes each for a sample of its own: eight copies of a log that lack a row each are one sample, and
/// would earn a star for any difference. So a copy is left out. Replays of one log, which the study itself made to overlap,
/// stay, and no difference over them is called significant.
struct DatasetOverlaps {
    /// The keys of the datasets without the copies.
    private(set) var kept: [String] = []
    /// The names of those that stay although they overlap with another.
    private(set) var dependent: [String] = []
    private var copies: [(name: String, of: String)] = []

    /// The fraction of accesses in common, of those that either has, from which on two datasets are no two samples.
    private static let most = 0.5

    init(of datasets: [String], in table: MeasurementTable) {
        for dataset in datasets {
            let name = table.name(of: dataset), own = table.cases[dataset]?.accesses ?? []
            let other = kept.first { LogFingerprint.overlap(own, table.cases[$0]?.accesses ?? []) > Self.most }
            guard let other else {
                kept.append(dataset)
                continue
            }
            if table.replays.isSuperset(of: [dataset, other]) {
                kept.append(dataset)
                dependent.append(name)
            } else {
                copies.append((name, table.name(of: other)))
            }
        }
    }

    var caveat: String? {
        var sentences = copies.map {
            "\($0.name) has more than half of its accesses in common with \($0.of), and is left out: it is no other world."
        }
        if !dependent.isEmpty {
            sentences.append(
                "Worlds overlap by more than half of their accesses (\(dependent.joined(separator: ", "))), as replays of one log "
                    + "do: they are no independent samples, so that no star can be given.")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}
