package import AccessLogs
package import Concurrency
import Files
package import Foundation
import StrictYAML

/// A log in a folder: `dataset.yaml`, the card, and `accesses.safetensors`, the columns; of some simulated logs also
/// `events.csv`, the truth about innocent events.
///
/// The folder holds no path and no machine's byte order, so that it can be moved.
package struct Dataset: Sendable {
    package let card: DatasetCard
    package let log: AccessLog

    /// The file by which a dataset is told.
    package static let cardFile = "dataset.yaml"
    private static let columnFile = "accesses.safetensors"
    /// A ledger of the sealed tests of these data that were opened, which studies write.
    package static let openingsFile = "openings.jsonl"
    /// The truth about what happened in a simulated organisation that is innocent and looks unusual.
    package static let eventsFile = "events.csv"
    /// The files of a dataset's folder.
    package static let files = [cardFile, columnFile, eventsFile, openingsFile]

    /// Opens a dataset folder.
    ///
    /// - Parameter verifying: whether to check first that the columns are those that the card was written for.
    /// - Throws: ``FileError`` where the folder is no dataset, is damaged or has been changed.
    package init(at folder: URL, verifying: Bool = false) throws {
        card = try Self.card(at: folder)
        let columns = folder.appendingPathComponent(Self.columnFile)
        if verifying {
            let digest = try Self.digest(of: columns)
            guard digest == card.digest else {
                throw FileError(
                    "\(folder.path) has been changed since it was made: its columns have the digest \(digest); make it "
                        + "again")
            }
        }
        let file = try TensorFile(contentsOf: columns)
        do {
            log = try AccessLog(file)
        } catch {
            throw FileError("\(columns.path): \(error); the dataset is damaged, make it again")
        }
    }

    /// Reads the card of a dataset folder, without its columns.
    ///
    /// - Throws: ``FileError`` where the folder is no dataset.
    package static func card(at folder: URL) throws -> DatasetCard {
        let cardURL = folder.appendingPathComponent(cardFile)
        guard let text = try ReadableFile.text(ifAt: cardURL, limit: PlainYAML.card.size) else {
            throw FileError(
                "\(folder.path) is no dataset: it has no \(cardFile); make one with 'accesslab ingest' or "
                    + "'accesslab simulate'")
        }
        let card = try PlainYAML.card.value(DatasetCard.self, of: text, file: cardURL) { card throws(FieldProblem) in
            try card.check()
        }
        guard card.format == DatasetCard.format else {
            throw FileError(
                "\(cardURL.path) has the format '\(card.format)', this program reads \(DatasetCard.format)")
        }
        return card
    }

    private static func digest(of columns: URL) throws -> String {
        "sha256:" + (try FileDigest.sha256(of: columns))
    }

    /// Writes a log as a dataset folder.
    ///
    /// - Parameters:
    ///   - importOptions: how the log was read; nil where it was not read from files.
    ///   - events: the text of ``eventsFile``; nil where nothing is known of events.
    ///   - workers: the threads that count its pairs.
    /// - Returns: the card.
    /// - Throws: ``FileError`` where the folder exists, unless it may be replaced, or cannot be written.
    @discardableResult
    package static func write(
        _ log: AccessLog, to folder: URL, origin: String, licence: String, importOptions: ImportOptions?,
        events: String? = nil, replacing: Bool, _ workers: Workers = .one
    ) throws -> DatasetCard {
        var card: DatasetCard?
        try WholeFolder.write(to: folder, replacing: replacing, marker: cardFile, files: files) { partial in
            let columns = partial.appendingPathComponent(columnFile)
            try log.tensorFile.write(to: columns)
            let newCard = DatasetCard(
                of: log, name: folder.lastPathComponent, origin: origin, licence: licence,
                digest: try digest(of: columns), importOptions: importOptions, workers)
            let cardURL = partial.appendingPathComponent(cardFile)
            let text = try EncodedYAML.rounded(newCard)
            try PlainYAML.card.check(text, for: folder)
            try FileError.naming(cardURL) { try Data(text.utf8).write(to: cardURL) }
            if let events {
                let url = partial.appendingPathComponent(eventsFile)
                try FileError.naming(url) { try Data(events.utf8).write(to: url) }
            }
            card = newCard
            // Other data in the same folder do not undo what was seen of the old ones.
            let openings = folder.appendingPathComponent(openingsFile)
            if FileManager.default.fileExists(atPath: openings.path) {
                try FileError.naming(openings) {
                    try FileManager.default.copyItem(at: openings, to: partial.appendingPathComponent(openingsFile))
                }
            }
        }
        guard let card else { throw FileError("\(folder.path) was not written") }
        return card
    }
}
