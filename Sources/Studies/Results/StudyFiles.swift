import Experiments
import Files
import Foundation
import Lints
import Parameters
import Search

/// The files that a study leaves for people and other programs, beside its store. Paths in them are relative, so that
/// the folder can be moved.
struct StudyFiles: Sendable {
    let folder: URL
    /// Keeps the digests of what is read again; nil where nobody asks for them.
    let store: StudyStore?

    init(_ folder: URL, sealedBy store: StudyStore? = nil) {
        self.folder = folder
        self.store = store
    }

    /// ``StudyFileName/specification``: the experiment with every default filled in.
    func writeSpecification(_ specification: ExperimentSpecification) throws {
        try write(specification.resolvedYAML, to: .specification)
    }

    /// ``StudyFileName/lints``: what the lints found, the reports of one dataset and stage replacing earlier ones.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: an unread file is never overwritten.
    func writeLints(_ reports: [LintReport]) throws {
        let replaced = Set(reports.map { [$0.lint, $0.dataset] })
        let kept = try lints().filter { !replaced.contains([$0.lint, $0.dataset]) }
        try write(kept + reports, to: .lints, format: Self.lintFormat)
    }

    /// What the lints found so far.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func lints() throws -> [LintReport] {
        try reports(in: .lints, format: Self.lintFormat) { try CanonicalJSON.value([LintReport].self, of: $0) }
    }

    /// ``StudyFileName/operation``: what the winners would be like in use, the report of a dataset replacing an earlier
    /// one.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeOperation(_ report: OperationReport) throws {
        let kept = try operations().filter { $0.dataset != report.dataset }
        try write(kept + [report], to: .operation, format: Self.operationFormat)
    }

    /// What the winners would be like in use.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func operations() throws -> [OperationReport] {
        try reports(in: .operation, format: Self.operationFormat) {
            try CanonicalJSON.value([OperationReport.Format1].self, of: $0).map(OperationReport.init)
        }
    }

    /// ``StudyFileName/openings``: what the ledgers told when sealed tests were opened, that of a dataset replacing an
    /// earlier one.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeOpenings(_ history: OpeningHistory) throws {
        let kept = try openings().filter { $0.dataset != history.dataset }
        try write(kept + [history], to: .openings, format: Self.openingFormat)
    }

    /// What the ledgers told when sealed tests were opened.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func openings() throws -> [OpeningHistory] {
        try reports(in: .openings, format: Self.openingFormat) {
            try CanonicalJSON.value([OpeningHistory].self, of: $0)
        }
    }

    /// ``StudyFileName/cases``: the cases of each dataset, those of a dataset replacing earlier ones.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeCases(_ cases: MeasuredCases) throws {
        let kept = try self.cases().filter { $0.dataset != cases.dataset }
        try write(kept + [cases], to: .cases, format: Self.caseFormat)
    }

    /// The cases of each dataset; none in a study of an older program.
    ///
    /// - Throws: ``StudyError`` where they cannot be read.
    func cases() throws -> [MeasuredCases] {
        try reports(in: .cases, format: Self.caseFormat) { try CanonicalJSON.value([MeasuredCases].self, of: $0) }
    }

    /// ``StudyFileName/ranking``: which algorithms may be the best, that of a dataset replacing an earlier one.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeRanking(_ ranking: DatasetRanking) throws {
        let kept = try rankings().filter { $0.dataset != ranking.dataset }
        try write(kept + [ranking], to: .ranking, format: Self.rankingFormat)
    }

    /// Which algorithms may be the best; none in a study of an older program.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func rankings() throws -> [DatasetRanking] {
        try reports(in: .ranking, format: Self.rankingFormat) { try CanonicalJSON.value([DatasetRanking].self, of: $0) }
    }

    /// The formats of the files of reports.
    private static let lintFormat = "accesslab-lints/2"
    private static let operationFormat = "accesslab-operation/2"
    private static let caseFormat = "accesslab-cases/1"
    private static let rankingFormat = "accesslab-ranking/1"
    private static let openingFormat = "accesslab-openings/1"

    /// A file of reports: `{"format": "accesslab-lints/2", "reports": […]}`.
    private struct Reports<Report: Codable>: Codable {
        var reports: [Report]
    }

    private func write(_ reports: [some Codable], to name: StudyFileName, format: String) throws {
        let text = try CanonicalJSON.text(Versioned(Reports(reports: reports), format: format), .indented) + "\n"
        try store?.seal(file: name.rawValue, sha256: FileDigest.sha256(ofText: text))
        try write(text, to: name)
    }

    /// The reports of a file; none where there is no file.
    ///
    /// - Parameter earlier: reads the text of a file without a version, which is a list of reports.
    private func reports<Report: Codable>(
        in name: StudyFileName, format: String, earlier: (String) throws -> [Report]
    ) throws -> [Report] {
        let url = name.url(in: folder)
        let remedy = "restore it from a copy, or remove it to do without what it says"
        let text: String?
        do {
            text = try ReadableFile.text(ifAt: url, limit: Self.largestFile)
        } catch {
            throw StudyError("\(error); \(remedy)")
        }
        guard let text else { return [] }
        do {
            // Damage is told before changes are.
            func verified(_ found: [Report]) throws -> [Report] {
                try store?.verify(file: name.rawValue, at: url.path, sha256: FileDigest.sha256(ofText: text))
                return found
            }
            guard text.first(where: { !$0.isWhitespace }) != "[" else { return try verified(earlier(text)) }
            let version = try CanonicalJSON.value(Version.self, of: text).format
            guard version == format else {
                throw StudyError("\(url.path) has the format '\(version)', this program reads \(format); \(remedy)")
            }
            return try verified(CanonicalJSON.value(Reports<Report>.self, of: text).reports)
        } catch let error as StudyError {
            throw error
        } catch {
            throw StudyError("\(url.path) is damaged: it is not the JSON that a study writes; \(remedy)")
        }
    }

    /// What says how to read the rest.
    private struct Version: Decodable {
        let format: String
    }

    /// More than reports of a thousand datasets take.
    private static let largestFile = 1 << 28

    /// ``StudyFileName/trials``: a line for each trial, how it ended and how long it took.
    func writeTrials(_ outcomes: [TrialOutcome]) throws {
        struct Line: Encodable {
            var trial: Int
            var dataset: String
            var algorithm: String
            var parameters: [String: ParameterValue]
            var state: String
            var message: String?
            var seconds: Double
        }
        let lines = try outcomes.map { outcome in
            let line = Line(
                trial: outcome.plan.number, dataset: outcome.plan.dataset, algorithm: outcome.plan.algorithm,
                parameters: outcome.plan.parameters.values, state: outcome.state.rawValue, message: outcome.message,
                seconds: outcome.seconds)
            return try CanonicalJSON.text(line) + "\n"
        }
        try write(lines.joined(), to: .trials)
    }

    func write(_ text: String, to name: StudyFileName) throws {
        try WholeFile.write(text, to: name.url(in: folder))
    }
}
