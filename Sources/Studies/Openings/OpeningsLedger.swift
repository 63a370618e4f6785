import Datasets
import Evaluation
import Files
package import Foundation

/// The user's ledger of all openings of sealed tests, from whichever folder, and a copy of those of a dataset within
/// the dataset's folder, for others who use it.
///
/// It outlives the folders of studies: neither a new folder, nor another name or root seed, nor a removed bundle hides
/// an opening. Who removes both copies hides what they told; no program on the user's own machine can prevent that.
///
/// A ledger that cannot be read or written stops no study: a read-only home is no fault of the experiment. The report
/// says so then, and that earlier openings are unknown.
package struct OpeningsLedger: Sendable {
    private let file: AppendOnlyFile

    /// The environment variable that names the file.
    package static let variable = "ACCESSLAB_OPENINGS"
    /// A line has some 500 bytes.
    private static let largestSize = 1 << 26

    /// Where the file is.
    package var path: String { file.url.path }

    /// - Parameter url: the file; it and its folders are made when a test is opened.
    package init(at url: URL) {
        file = Self.file(at: url, mode: 0o600, followsLinks: true)
    }

    /// The user's: the file that `ACCESSLAB_OPENINGS` names, or `accesslab/openings.jsonl` in the folder
    /// `XDG_STATE_HOME` or else in `~/.local/state`.
    package static func ofUser(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        home: URL = FileManager.default.homeDirectoryForCurrentUser
    ) -> OpeningsLedger {
        if let path = environment[variable], !path.isEmpty { return OpeningsLedger(at: URL(fileURLWithPath: path)) }
        // The XDG Base Directory Specification ignores paths that are not absolute.
        let named = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
        let folder = named ?? home.appendingPathComponent(".local/state")
        return OpeningsLedger(at: folder.appendingPathComponent("accesslab/openings.jsonl"))
    }

    private static func file(at url: URL, mode: mode_t, followsLinks: Bool) -> AppendOnlyFile {
        AppendOnlyFile(
            url: url, largestSize: largestSize, mode: mode, followsLinks: followsLinks,
            purpose: (unreadable: "earlier openings are unknown", unusable: "earlier openings may be unknown"))
    }

    /// The copy in the folder of a dataset.
    private static func copy(in dataset: URL) -> AppendOnlyFile {
        file(at: dataset.appendingPathComponent(Dataset.openingsFile), mode: 0o644, followsLinks: false)
    }

    /// Writes an opening down, and returns once that is on the disk.
    ///
    /// - Parameters:
    ///   - former: how earlier programs wrote the same test down.
    ///   - dataset: the dataset's folder; nil for data that the study made itself.
    /// - Returns: what was opened before; its problems say which ledger could not be kept.
    func record(
        _ opening: TestOpening, former: TestIdentity.Former? = nil, in dataset: URL?
    ) -> EarlierOpenings {
        var content = Content()
        let line = try? CanonicalJSON.text(opening)
        content.take(from: file.url.path) { () throws(StudyError) in
            guard let line else { throw StudyError("the opening cannot be written as JSON") }
            // Where that fails, the file cannot be written, which is then the error.
            try? FileManager.default.createDirectory(
                at: file.url.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            return try file.append(line)
        }
        if let dataset, let line {
            let copy = Self.copy(in: dataset)
            content.takeCopy {
                () throws(StudyError) in
                try copy.append(line)
            } orElse: { () throws(StudyError) in
                try copy.lines() ?? []
            }
        }
        return content.earlier(
            than: opening.study, data: opening.data, test: opening.test, former: former, except: opening.id)
    }

    /// What other studies, and the study itself, have opened by now.
    func openings(besides history: OpeningHistory, in dataset: URL?) -> EarlierOpenings {
        var content = Content()
        content.take(from: file.url.path) { () throws(StudyError) in try file.lines() ?? [] }
        if let dataset {
            let copy = Self.copy(in: dataset)
            content.takeCopy {
                () throws(StudyError) in
                try copy.lines() ?? []
            } orElse: { () throws(StudyError) in
                []
            }
        }
        return content.earlier(
            than: history.study, data: history.data, test: history.test, former: history.former, except: nil)
    }
}

/// What the ledgers hold together.
private struct Content {
    private var openings: [String: TestOpening] = [:]
    private var damaged = 0
    private var problems: [String] = []
    private var remarks: [String] = []

    /// The lines of the user's ledger.
    mutating func take(from path: String, _ lines: () throws(StudyError) -> [ArraySlice<UInt8>]) {
        do {
            add(try lines())
        } catch {
            problems.append("the ledger of openings could not be kept: \(error)")
        }
    }

    /// The lines of the dataset's copy, which may be in a folder that only others may write to.
    mutating func takeCopy(
        _ lines: () throws(StudyError) -> [ArraySlice<UInt8>],
        orElse read: () throws(StudyError) -> [ArraySlice<UInt8>]
    ) {
        do {
            add(try lines())
        } catch {
            remarks.append("the dataset's own copy of the ledger could not be kept: \(error)")
            if let lines = try? read() { add(lines) }
        }
    }

    private mutating func add(_ lines: [ArraySlice<UInt8>]) {
        for line in lines {
            guard let text = String(validating: line, as: UTF8.self),
                let opening = try? CanonicalJSON.value(TestOpening.self, of: text)
            else {
                damaged += 1
                continue
            }
            openings[opening.id] = opening
        }
    }

    func earlier(
        than study: String, data: String, test: String, former: TestIdentity.Former?, except id: String?
    ) -> EarlierOpenings {
        var earlier = EarlierOpenings()
        var studies: Set<String> = [], seeds: Set<UInt64> = []
        let openings = openings.values.filter { $0.data == data || $0.data == former?.data }
        // Who opened a test or was counted already is not counted again for having shown its cases to a program.
        var counted = Set(openings.filter { $0.shownTo == nil }.map(\.study)).union([study])
        for opening in openings where opening.id != id {
            if opening.shownTo != nil, !counted.insert(opening.study).inserted { continue }
            if opening.study == study {
                earlier.own += 1
            } else if opening.test == test || opening.test == former?.test {
                earlier.openings += 1
                studies.insert(opening.study)
                seeds.insert(opening.seed)
            } else {
                earlier.elsewhere += 1
            }
        }
        earlier.studies = studies.count
        earlier.seeds = seeds.count
        earlier.damaged = damaged
        earlier.problems = problems
        earlier.remarks = remarks
        return earlier
    }
}
