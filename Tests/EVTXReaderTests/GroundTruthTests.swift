import AccessLogs
import EVTXReader
import Files
import Foundation
import LogImport
import Testing

@Suite("Real Windows logs", .enabled(if: SharedData.isPresent, "the folder shared/data is not there"))
struct GroundTruthTests {
    private let importer = LogImporter(readers: .text.adding(EVTXReader()))

    private func rows(_ text: String) -> [String: [String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        return Dictionary(grouping: lines) { String($0.prefix { $0 != "," }) }
    }

    private func dump(_ inputs: [InputPath]) throws -> (text: String, summary: ImportSummary) {
        let dump = try ShareEventDump(inputs: inputs)
        var text = ShareEventDump.header
        let summary = try importer.run(
            inputs,
            onShareEvent: { event, location in
                text += dump.line(for: event, at: location)
            }
        ) { _ in }
        return (text, summary)
    }

    @Test("every share event of 18 captures is read field by field as two other parsers read it")
    func everyField() throws {
        let inputs = ["evtx", "mordor"].map { InputPath.path(SharedData.path("windows/" + $0)) }
        let (text, summary) = try dump(inputs)
        let expected = try String(
            contentsOfFile: SharedData.path("windows/expected_share_events.csv"), encoding: .utf8)
        let found = rows(text)
        for (file, lines) in rows(expected) { #expect(found[file] == lines, "\(file)") }
        #expect(found.count == rows(expected).count)
        #expect(text.utf8.count == expected.utf8.count)
        #expect(summary.files.count == 18)
        #expect(summary.shareAccesses == 28)
        #expect(summary.objectChecks == 1367)
        #expect(summary.malformed == 0, "\(summary.malformedExamples)")
    }

    @Test("the accesses of several files are the same whatever the number of workers", arguments: [2, 4])
    func workers(count: Int) throws {
        let inputs = ["evtx", "mordor"].map { InputPath.path(SharedData.path("windows/" + $0)) }
        let alone = try importer.log(of: inputs), together = try importer.log(of: inputs, workers: count)
        #expect(alone.summary.shareAccesses == 28 && alone.log.count > 0)
        #expect(together.log.users.names == alone.log.users.names)
        #expect(together.log.resources.names == alone.log.resources.names)
        #expect(together.log.user == alone.log.user && together.log.resource == alone.log.resource)
        #expect(together.log.microseconds == alone.log.microseconds)
        #expect(together.summary == alone.summary)
    }

    @Test("the same events laid out as Sentinel's table agree with the captures")
    func sentinelTable() throws {
        let columns = { (line: String) in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let native = try dump(["evtx", "mordor"].map { InputPath.path(SharedData.path("windows/" + $0)) }).text
        // The table has neither the log's name nor the outcome, and its times have another number of decimals.
        let key = { (line: String) -> [String] in
            let cells = columns(line)
            let time = Timestamp(iso8601: cells[2]).map { "\($0)" } ?? ""
            return [cells[1], time] + cells[3..<14]
        }
        let known = Set(native.split(separator: "\n").dropFirst().map { key(String($0)) })
        let table = try dump([.path(SharedData.path("windows/securityevent_shape_derived.csv"))]).text
        let lines = table.split(separator: "\n").dropFirst().map(String.init)
        #expect(lines.count == 91)
        for line in lines {
            #expect(known.contains(key(line)), "\(line)")
            #expect(columns(line)[14] == "unknown")
        }
    }

    @Test("an event log inside an archive is read like the file")
    func insideArchive() throws {
        let folder = NSTemporaryDirectory() + "/accesslab-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "czf", folder + "/logs.tgz", "-C", SharedData.path("windows"), "evtx"]
        try tar.run()
        tar.waitUntilExit()
        let summary = try importer.run([.path(folder + "/logs.tgz")]) { _ in }
        #expect(summary.files.count == 11)
        #expect(summary.shareAccesses + summary.objectChecks == 14 + 1299)
        #expect(summary.files.allSatisfy { $0.format == "evtx" && $0.name.hasPrefix(folder + "/logs.tgz!evtx/") })

        // It is read as it comes out of the archive.
        var limited = importer
        limited.limits.temporaryFileBytes = 100_000
        #expect(try limited.run([.path(folder + "/logs.tgz")]) { _ in } == summary)
    }

    @Test("with object checks, a copy job is one access for each session and share")
    func merging() throws {
        var importer = importer
        importer.options.filters = .none
        importer.options.includeObjectChecks = true
        var accesses: [AccessEvent] = []
        let copyJob = SharedData.path("windows/evtx/sbousseaden_LM_5145_Remote_FileCopy.evtx")
        let summary = try importer.run([.path(copyJob)]) { accesses.append($0) }
        #expect(summary.objectChecks == 869)
        #expect(summary.accessesKept == accesses.count)
        #expect(summary.mergedObjectChecks == 869 - accesses.count)
        #expect(accesses.count < 20)
    }

    @Test(
        "the matrices are read without a malformed row",
        arguments: [
            ("hp_domino", 730), ("hp_apj", 6841), ("hp_emea", 7220), ("hp_fire1", 31_951), ("hp_hc", 1486),
            ("hp_americas_small", 105_205), ("msweb_train", 98_654), ("lanl_user_computer_10k", 10_000),
            ("enron_email_temporal", 125_235),
        ])
    func matrices(name: String, count: Int) throws {
        let summary = try importer.run([.path(SharedData.path("matrices/\(name).csv.gz"))]) { _ in }
        #expect(summary.tableRows == count)
        #expect(summary.malformed == 0)
    }

    @Test("a table with a header of its own is read through a column mapping")
    func mapping() throws {
        var importer = importer
        importer.options.columns = try ColumnMapping(
            argument: "user=source_user,resource=destination_computer,time=time")
        let summary = try importer.run([.path(SharedData.path("matrices/lanl_auth_15k.csv.gz"))]) { _ in }
        #expect(summary.tableRows == 15_000)
        #expect(summary.files.map(\.format) == ["mapped-table"])
    }
}
