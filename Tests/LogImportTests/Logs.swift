@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport

/// A folder of logs for one test, removed when the test is over.
final class Logs {
    let folder: String

    init() throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).path + "/accesslab-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file, and the folders that lead to it.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> InputPath {
        let file = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return .path(file.path)
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> InputPath {
        try write(name, text.utf8)
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    /// Runs a command in the folder.
    func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
    }
}

/// What an import of some inputs gave.
struct Imported {
    var summary = ImportSummary()
    var events: [ShareEvent] = []
    var accesses: [AccessEvent] = []

    /// - Parameter settings: changes the importer, which applies no filter and otherwise has its defaults.
    init(_ inputs: [InputPath], settings: (inout LogImporter) throws -> Void = { _ in }) throws {
        var importer = LogImporter(readers: .text)
        importer.options.filters = .none
        try settings(&importer)
        var events: [ShareEvent] = []
        var accesses: [AccessEvent] = []
        summary = try importer.run(inputs, onShareEvent: { event, _ in events.append(event) }) { accesses.append($0) }
        self.events = events
        self.accesses = accesses
    }

    /// Imports a log with this text.
    init(text: String, settings: (inout LogImporter) throws -> Void = { _ in }) throws {
        try self.init(bytes: Array(text.utf8), settings: settings)
    }

    init(bytes: [UInt8], settings: (inout LogImporter) throws -> Void = { _ in }) throws {
        let logs = try Logs()
        try self.init([try logs.write("log", bytes)], settings: settings)
    }

    /// The sentences about malformed records, with their lines.
    var complaints: [String] {
        summary.malformedExamples.map { "\($0.location?.line.map(String.init) ?? "file"): \($0.sentence)" }
    }
}

/// An event as one kind of shipper writes it, with some other fields.
func nxlog(
    id: Int = 5140, user: String = "alice", share: String = "Finance", computer: String = "FS01.corp.example",
    record: Int? = nil, session: String = "0x1a2b", address: String = "10.0.0.7", sid: String = "S-1-5-21-1-2-3-1104",
    time: String = "2024-03-01T08:00:00.123Z", outcome: String = "AUDIT_SUCCESS"
) -> String {
    let number = record.map { "\"RecordNumber\":\($0)," } ?? ""
    return """
        {"EventID":\(id),\(number)"Hostname":"\(computer)","EventType":"\(outcome)","Channel":"Security",\
        "@timestamp":"\(time)","EventTime":"2024-03-01 09:00:00","SubjectUserSid":"\(sid)",\
        "SubjectUserName":"\(user)","SubjectDomainName":"CORP","SubjectLogonId":"\(session)","IpAddress":"\(address)",\
        "IpPort":"50123","ShareName":"\\\\\\\\*\\\\\(share)","ShareLocalPath":"\\\\??\\\\D:\\\\\(share)",\
        "AccessMask":"0x1"}

        """
}
