@testable import AccessLogs
import EVTXReader
import Files
import Foundation
import LogImport
import TestSupport

/// What an import of a binary event log gave.
struct Imported {
    var summary = ImportSummary()
    var events: [ShareEvent] = []
    var accesses: [AccessEvent] = []

    /// - Parameter settings: changes the importer, which applies no filter and takes object checks.
    init(
        _ bytes: [UInt8], by reader: any LogReader = EVTXReader(), workers: Int = 1,
        settings: (inout LogImporter) -> Void = { _ in }
    ) throws {
        var importer = LogImporter(readers: LogReaders([reader]))
        importer.options.filters = .none
        importer.options.includeObjectChecks = true
        settings(&importer)
        let folder = TemporaryFolder()
        try Data(bytes).write(to: folder["log.evtx"])
        var events: [ShareEvent] = []
        var accesses: [AccessEvent] = []
        summary = try importer.run(
            [.path(folder["log.evtx"].path)], workers: workers, onShareEvent: { event, _ in events.append(event) }
        ) { accesses.append($0) }
        self.events = events
        self.accesses = accesses
        // The file has another name each time.
        for index in summary.files.indices {
            summary.files[index].name = "log.evtx"
            summary.files[index].firstMalformed?.location?.file = "log.evtx"
        }
        for index in summary.unread.indices { summary.unread[index].file = "log.evtx" }
        for index in summary.malformedExamples.indices { summary.malformedExamples[index].location?.file = "log.evtx" }
    }

    init(_ log: EventLogBuilder, settings: (inout LogImporter) -> Void = { _ in }) throws {
        try self.init(log.bytes, settings: settings)
    }

    /// Why records of a log are malformed, however many there are.
    static func faults(of log: EventLogBuilder) throws -> [String] {
        let source = try InputSource(name: "log.evtx", bytes: ByteStream(log.bytes), path: nil, limits: InputLimits())
        var faults: [String] = []
        try EVTXReader().read(source) { record, _ in
            if case .malformed(let reason) = record { faults.append(reason) }
        }
        return faults
    }

    /// The users of the events.
    var users: [String] { events.map(\.subjectUser) }

    /// The sentences about malformed records.
    var complaints: [String] { summary.malformedExamples.map(\.sentence) }

    /// The sentence about damage with some causes.
    static func damage(_ causes: String...) -> String {
        "the file is damaged: parts of the event log are damaged: " + causes.joined(separator: "; ") + "."
    }

    /// How every sentence about damage begins.
    static let damage = "the file is damaged: parts of the event log are damaged: "

    /// Whether damage is all that is complained of.
    var tellsDamageAlone: Bool { complaints.count == 1 && complaints[0].hasPrefix(Self.damage) }
}
