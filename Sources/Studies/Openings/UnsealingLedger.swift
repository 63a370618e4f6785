import Foundation

/// ``StudyFileName/ledger``: a line for each time that a sealed test was opened in a study's folder.
///
/// Lines are only ever added. A line is on the disk before the test can be used, so that every opening is recorded,
/// however the program ends after it. What cannot be read is an error or counts as an opening, never as none. An
/// ``OpeningsLedger`` remembers the openings of all studies, of those too whose folder is gone.
struct UnsealingLedger: Sendable {
    private let file: AppendOnlyFile

    /// - Parameter folder: the study's.
    init(in folder: URL) {
        file = AppendOnlyFile(
            url: StudyFileName.ledger.url(in: folder),
            // Lines have about 200 bytes, and each stands for hours of work.
            largestSize: 1 << 24,
            purpose: (
                "it lists when the sealed test was opened: restore it",
                "it tells how often the sealed test was opened, without which no measurement counts: mend that, and run the "
                    + "same command again"
            ))
    }

    /// Why a sealed test is opened.
    struct Opening: Sendable {
        let dataset: String
        /// The numbers of the trials that are to be measured.
        let trials: [Int]
        /// The SHA-256 of the resolved specification.
        let specificationDigest: String
    }

    /// The openings that the ledger records.
    struct Openings: Hashable, Sendable {
        /// Those of the dataset.
        var count = 0
        /// The lines from which the dataset cannot be told, as after a crash in the midst of writing: each may be an
        /// opening.
        var damagedLines = 0
    }

    /// Adds a line, and returns once it is on the disk.
    ///
    /// - Throws: ``StudyError`` where that cannot be done.
    func append(_ opening: Opening) throws {
        let time = ISO8601DateFormatter().string(from: Date())
        let trials = opening.trials.map(String.init).joined(separator: ",")
        try file.append(
            "\(time) dataset \(opening.dataset) trials \(trials) specification sha256:\(opening.specificationDigest)")
    }

    /// How often the sealed test of a dataset was opened; a ledger that does not exist records none.
    ///
    /// - Throws: ``StudyError`` where the ledger cannot be read.
    func openings(of dataset: String) throws -> Openings {
        var openings = Openings()
        for line in try file.lines() ?? [] {
            guard let words = String(validating: line, as: UTF8.self)?.split(separator: " "), words.count == 7,
                words[1] == "dataset", words[3] == "trials", words[5] == "specification"
            else {
                openings.damagedLines += 1
                continue
            }
            if words[2] == dataset { openings.count += 1 }
        }
        return openings
    }
}
