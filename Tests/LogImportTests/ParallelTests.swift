@testable import AccessLogs
import Concurrency
@testable import Files
import Foundation
@testable import LogImport
import Synchronization
import Testing

/// A log made access by access, as the serial import passes them on, is what every parallel import must make.
@Suite("Parallel imports")
struct ParallelTests {
    /// What an import made, or the error that ended it.
    private enum Outcome: Equatable {
        case log(Columns, ImportSummary)
        case error(String)

        init(_ make: () throws -> (AccessLog, ImportSummary)) {
            do {
                let (log, summary) = try make()
                // The importer joins spellings once it has them all.
                self = .log(Columns(log.joined().log), Self.withoutJoins(summary))
            } catch {
                self = .error("\(error)")
            }
        }

        private static func withoutJoins(_ summary: ImportSummary) -> ImportSummary {
            var summary = summary
            (summary.joinedAccounts, summary.joinedResources) = (0, 0)
            return summary
        }

        var summary: ImportSummary? {
            if case .log(_, let summary) = self { summary } else { nil }
        }
    }

    private struct LocatedEvent: Equatable {
        var event: ShareEvent
        var location: InputLocation
    }

    private struct Columns: Equatable {
        var users: [TenantName], resources: [TenantName], sids: [String?]
        var user: [Int32], resource: [Int32]
        var microseconds: [Int64], weight: [Float], outcome: [AccessEvent.Outcome]

        init(_ log: AccessLog) {
            (users, resources, sids) = (log.users.names, log.resources.names, log.userSIDs)
            (user, resource) = (log.user, log.resource)
            (microseconds, weight, outcome) = (log.microseconds, log.weight, log.outcome)
        }
    }

    /// Imports by one thread and by several, in parts of several sizes, and expects the same of all.
    @discardableResult
    private func check(
        _ inputs: [InputPath], parts: [Int64] = [61, 500, 4096], settings: (inout LogImporter) throws -> Void = { _ in }
    ) throws -> ImportSummary? {
        var importer = LogImporter(readers: .text)
        try settings(&importer)
        var events: [LocatedEvent] = []
        let oracle = Outcome {
            var log = AccessLog()
            let summary = try SerialImport.run(
                importer, inputs, onShareEvent: { events.append(LocatedEvent(event: $0, location: $1)) }
            ) { log.append($0) }
            return (log, summary)
        }
        for size in parts {
            importer.limits.partBytes = size
            for workers in [1, 2, 5] {
                let outcome = Outcome { try importer.log(of: inputs, workers: workers) }
                #expect(outcome == oracle, "\(workers) workers, parts of \(size) bytes")
                let handed = Outcome {
                    var log = AccessLog()
                    let summary = try importer.run(inputs, workers: workers) { log.append($0) }
                    return (log, summary)
                }
                #expect(handed == oracle, "access by access, \(workers) workers, parts of \(size) bytes")
                var told: [LocatedEvent] = []
                _ = Outcome {
                    try importer.log(
                        of: inputs, workers: workers,
                        onShareEvent: { told.append(LocatedEvent(event: $0, location: $1)) })
                }
                // An import that ends with an error may have told fewer.
                let expected = oracle.summary == nil ? Array(events.prefix(told.count)) : events
                #expect(told == expected, "event by event, \(workers) workers, parts of \(size) bytes")
            }
        }
        return oracle.summary
    }

    private func check(
        _ bytes: some Sequence<UInt8>, parts: [Int64] = [61, 500, 4096],
        settings: (inout LogImporter) throws -> Void = { _ in }
    ) throws -> ImportSummary? {
        let logs = try Logs()
        return try check([try logs.write("log", bytes)], parts: parts, settings: settings)
    }

    /// Choices that repeat.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }

        mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
    }

    /// Events of a few people and shares, among them what filters drop, repetitions and what cannot be understood.
    private func jsonLines(_ count: Int, seed: UInt64) -> [UInt8] {
        var dice = Dice(state: seed)
        var lines: [[UInt8]] = []
        for _ in 0..<count {
            let user = dice.pick(["alice", "Alice", "bob", "PC7$", "eve\\u00e9", "ANONYMOUS LOGON"])
            let event = nxlog(
                id: dice.pick([5140, 5140, 5140, 5145, 4624]), user: user,
                share: dice.pick(["Finance", "FINANCE", "IPC$", "hr", "sysvol"]),
                computer: dice.pick(["FS01.corp.example", "fs02"]), record: dice.roll(3) == 0 ? dice.roll(40) : nil,
                session: dice.pick(["0x1", "0x01"]), address: dice.pick(["10.0.0.1", "127.0.0.1", "::1"]),
                sid: dice.pick(["", "S-1-5-21-1", "S-1-5-21-2"]),
                time: "2024-03-01T08:00:0\(dice.roll(10)).\(dice.roll(1000))Z",
                outcome: dice.pick(["AUDIT_SUCCESS", "AUDIT_FAILURE"]))
            switch dice.roll(12) {
            case 0: lines.append(Array("{\"EventID\":5140,\"broken\n".utf8))
            case 1: lines.append(Array(" \r\n\n".utf8))
            case 2: lines.append(Array(event.replacing("2024-", with: "soon ").utf8))
            case 3: lines.append(Array(event.dropLast().utf8) + Array("\r\n".utf8))
            case 4: lines.append(event.utf8.map { $0 == UInt8(ascii: "F") ? 0xFF : $0 })
            case 5 where !lines.isEmpty: lines.append(dice.pick(lines))
            default: lines.append(Array(event.utf8))
            }
        }
        return lines.flatMap { $0 }
    }

    @Test("of JSON lines", arguments: [1, 2, 3] as [UInt64])
    func jsonLines(seed: UInt64) throws {
        let bytes = jsonLines(300, seed: seed)
        let summary = try #require(try check(bytes))
        #expect(summary.malformed > 10 && summary.dropped.allSatisfy { $0.count > 0 } && summary.accessesKept > 10)
        let merged = try check(bytes.dropLast(7)) {
            $0.options.includeObjectChecks = true
            $0.options.resourceScope = .share
            $0.options.filters = ["loopback", "exact-duplicates", "allow-list"]
            $0.options.allowList = ["bob", "*hr"]
        }
        #expect(try #require(merged).mergedObjectChecks > 0)
    }

    private static let header =
        "TenantId,TimeGenerated,Account,Computer,EventID,SubjectDomainName,SubjectUserName,SubjectUserSid,ShareName,"
        + "AccessList,IpAddress,RecordNumber\r\n"

    /// Rows of Sentinel's table: with line ends, delimiters and doubled quotes within quotes, and worse.
    private func table(_ count: Int, seed: UInt64) -> [UInt8] {
        var dice = Dice(state: seed)
        var rows: [[UInt8]] = [Array(Self.header.utf8)]
        for _ in 0..<count {
            let cells = [
                dice.pick(["", "t", "\"t\""]), "2024-03-01T08:00:0\(dice.roll(10))Z", dice.pick(["CORP\\al", "x"]),
                dice.pick(["FS1", "fs2.corp"]), dice.pick(["5140", "\"5140\"", "5145", "4624"]),
                dice.pick(["CORP", "-", "", "."]), dice.pick(["al", "\"a\"\"l\"", "", "PC$"]),
                dice.pick(["", "S-1-5-21-7"]), dice.pick(["\\\\*\\HR", "\"\\\\*\\a,b\"", "\\\\*\\5\" disk", ""]),
                dice.pick(["\"%%4416\r\n\t\"", "%%4416", "\"\n\n\",\"\"", "\"a\nb,c,d,e,f,g,h,i,j,k,l\nm\"", "x,y"]),
                dice.pick(["10.0.0.1", "127.1.1.1"]), dice.pick(["", "\(dice.roll(90))", "+5", "six"]),
            ]
            let row = Array((cells.joined(separator: ",") + dice.pick(["\n", "\r\n"])).utf8)
            switch dice.roll(15) {
            case 0: rows.append(Array("\n\r\n".utf8))
            case 1: rows.append(row.map { $0 == UInt8(ascii: "8") ? 0xC3 : $0 })
            case 2 where rows.count > 1: rows.append(rows[1 + dice.roll(rows.count - 1)])
            default: rows.append(row)
            }
        }
        return rows.flatMap { $0 }
    }

    @Test("of a table with line ends within quotes", arguments: [4, 5, 6] as [UInt64])
    func tables(seed: UInt64) throws {
        let bytes = table(300, seed: seed)
        let summary = try #require(try check(bytes))
        #expect(summary.malformed > 10 && summary.accessesKept > 10 && summary.dropped.contains { $0.count > 0 })
        _ = try check([0xEF, 0xBB, 0xBF] + bytes.dropLast()) { $0.options.filters = ["loopback"] }
    }

    @Test("of a table whose quotes hold what looks like rows", arguments: [37, 100, 1000] as [Int64])
    func deceptiveRows(part: Int64) throws {
        let fake = String(repeating: "u,r\n", count: 300)
        let text =
            "user,resource\na,b\n\"\(fake)\",c\n" + String(repeating: "d,e\n", count: 50) + "\"\(fake)\",f\ng,h\n"
        let summary = try #require(try check(text.utf8, parts: [part]))
        #expect(summary.tableRows == 54)
    }

    @Test("of a table with a stray quote", arguments: [64, 1 << 20])
    func strayQuote(limit: Int) throws {
        let text = "user,resource,count\n" + (0..<200).map { $0 == 77 ? "\"u,r,1\n" : "u\($0 % 9),r,2\n" }.joined()
        let summary = try #require(try check(text.utf8) { $0.limits.recordBytes = limit })
        #expect(summary.malformed >= 1)
    }

    @Test("with lines beyond the limit")
    func longLines() throws {
        let filler = String(repeating: "x", count: 5000)
        let lines = nxlog() + "{\"x\":\"\(filler)\"}\n" + nxlog(user: "bob") + "{\"x\":\"\(filler)"
        #expect(try #require(try check(lines.utf8) { $0.limits.recordBytes = 1000 }).malformed == 2)
        let rows = "user,resource\na,b\nu,\(filler)\nc,d\n"
        #expect(try #require(try check(rows.utf8) { $0.limits.recordBytes = 1000 }).malformed == 1)
    }

    @Test("read no part much further than it reaches, however long its line is")
    func endlessLine() throws {
        var bytes = 0
        var lines = LineScanner(
            ByteStream { buffer in
                buffer.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"))
                bytes += buffer.count
                return buffer.count
            }, limit: 1 << 30)
        try lines.skip(atMost: 1_000_000)
        #expect((1_000_000..<2_000_000).contains(lines.position))
        #expect(bytes < 2_000_000)
        lines = LineScanner(ByteStream(Array("abc\ndef\n".utf8)), limit: 100)
        try lines.skip(atMost: 1_000_000)
        #expect(lines.position == 4 && lines.number == 0)
    }

    @Test("of many files, in folders, compressed, empty, of no known format")
    func files() throws {
        let logs = try Logs()
        for index in 0..<6 { try logs.write("folder/\(index)", jsonLines(40, seed: UInt64(index))) }
        try logs.write("folder/array", "[" + nxlog() + "," + nxlog(user: "carol") + "]")
        try logs.write("folder/empty", "")
        try logs.write("folder/notes.txt", "who,where\na,b\n")
        try logs.write("folder/table.csv", table(60, seed: 9))
        try logs.write(
            "folder/wide",
            Array("\u{FEFF}".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
                + nxlog(user: "dora").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        try logs.write("folder/z", jsonLines(60, seed: 8))
        try logs.run("sh", "-c", "gzip folder/z; head -c 200 folder/z.gz > folder/zz.gz")
        let summary = try #require(try check([.path(logs.folder), .path(logs.folder + "/folder/table.csv")]))
        // Of the last one the beginning is read.
        #expect(summary.files.count == 13 && summary.unrecognized.count == 1)
        #expect(summary.unread.map(\.file) == [logs.folder + "/folder/zz.gz"])
        try check([.path(logs.folder)]) { $0.options.strict = true }
        try check([.path(logs.folder + "/folder/0"), .path(logs.folder + "/folder/notes.txt")])
    }

    @Test(
        "of one compressed log, whose text is cut into blocks",
        arguments: ["gzip", "zstd -q --rm", "bzip2", "xz", "lz4 -q --rm -m"])
    func compressed(command: String) throws {
        let logs = try Logs()
        try logs.write("log", jsonLines(150, seed: 21))
        try logs.write("table", table(80, seed: 22))
        // Members and frames one behind the other are one log.
        try logs.run(
            "sh", "-c", "head -c 9000 log > a && tail -c +9001 log > b && \(command) a b && cat a.* b.* > both")
        try logs.run("sh", "-c", "\(command) log && \(command) table && rm -f a.* b.*")
        let summary = try #require(try check([.path(logs.folder)], parts: [400, 4096]))
        #expect(summary.files.count == 3 && summary.malformed > 10)
        #expect(summary.files.first { $0.name.hasSuffix("both") }?.records == summary.files.first?.records)
    }

    @Test("of archives of several logs, some of which cannot be divided")
    func archives() throws {
        let logs = try Logs()
        for index in 0..<4 { try logs.write("in/\(index).json", jsonLines(60, seed: UInt64(30 + index))) }
        try logs.write("in/array.json", "[" + nxlog() + "," + nxlog(user: "carol") + "]")
        try logs.write("in/empty", "")
        try logs.write("in/notes.txt", "who,where\na,b\n")
        try logs.write("in/table.csv", table(60, seed: 35))
        try logs.write(
            "in/dates.csv",
            "user,resource,time\n" + String(repeating: "a,b,3/4/2024\n", count: 5500) + "a,c,13/4/2024\n")
        try logs.run(
            "sh", "-c", "gzip in/1.json && tar cf in/inner.tar in/2.json in/3.json && zip -qr logs.zip in && rm -r in")
        let summary = try #require(try check([.path(logs.folder)], parts: [200, 40_000]))
        #expect(summary.files.count == 10 && summary.unrecognized.count == 1)
    }

    @Test("of compressed logs that break off, say so behind the last record", arguments: [0.6, 0.999])
    func damagedStreams(share: Double) throws {
        let logs = try Logs()
        try logs.write("log", jsonLines(900, seed: 41))
        try logs.write("table", table(1500, seed: 42))
        try logs.run("gzip", "log", "table")
        for name in ["log.gz", "table.gz"] {
            let whole = try logs.bytes(of: name)
            try logs.write(name, whole.prefix(Int(share * Double(whole.count))))
        }
        let summary = try #require(try check([.path(logs.folder)], parts: [4096, 40_000]))
        #expect(summary.unread.count == 2 && summary.recordsRead > 50)
    }

    @Test("of compressed logs with lines beyond the limit do not wait for ever", .timeLimit(.minutes(1)))
    func longLinesInStreams() throws {
        let logs = try Logs()
        let filler = String(repeating: "x", count: 300_000)
        try logs.write("a", nxlog() + "{\"x\":\"\(filler)\"}\n" + nxlog(user: "bob") + "{\"x\":\"\(filler)")
        try logs.write("b", "user,resource\na,b\nu,\"\(filler)\nc,d\n\"e\nf,g\n\(filler)\n\"\"\"\n")
        try logs.run("gzip", "a", "b")
        let summary = try check([.path(logs.folder)], parts: [400, 4096]) { $0.limits.recordBytes = 1000 }
        #expect(try #require(summary).malformed >= 4)
    }

    @Test("of logs in other encodings than UTF-8")
    func encodings() throws {
        let logs = try Logs()
        let wide = Array("\u{FEFF}".utf16) + String(decoding: jsonLines(80, seed: 51), as: UTF8.self).utf16
        try logs.write("wide", wide.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        try check([.path(logs.folder + "/wide")], parts: [400, 4096])
        let rows = (0..<200).map { "M\u{FC}ller\($0 % 7),Gr\u{F6}\u{DF}e\($0 % 9)\n" }.joined()
        try logs.write("narrow", ("user,resource\n" + rows).unicodeScalars.map { UInt8($0.value) })
        let summary = try check([.path(logs.folder + "/narrow")], parts: [400, 4096]) {
            $0.options.encoding = "windows-1252"
            $0.limits.encoding = .windows1252
        }
        #expect(try #require(summary).tableRows == 200)
    }

    @Test("of rows of any table, through a mapping")
    func mapped() throws {
        let rows = (0..<300).map { "2024-03-0\(1 + $0 % 9),u\($0 % 7),r\($0 % 11),\($0 % 5)\n" }
        let summary = try check(("when,who,what,n\n" + rows.joined()).utf8) {
            $0.options.columns = ColumnMapping(user: "who", resource: "what", time: "when", count: "n")
        }
        #expect(try #require(summary).malformed == 60)
    }

    @Test("strict ones end with the first error of the inputs")
    func strict() throws {
        let bytes = jsonLines(200, seed: 11)
        #expect(try check(bytes) { $0.options.strict = true } == nil)
    }

    @Test("count every byte, and end when they are told to")
    func progress() throws {
        let logs = try Logs()
        let bytes = jsonLines(500, seed: 12)
        let inputs = [try logs.write("a", bytes), try logs.write("b", bytes)]
        var importer = LogImporter(readers: .text)
        importer.limits.partBytes = 10_000
        let total = Int64(2 * bytes.count)
        _ = try importer.log(of: inputs, workers: 3) { progress in
            #expect(progress.bytesTotal == total && progress.bytesRead <= total)
            return true
        }
        #expect(throws: CancellationError.self) { try importer.log(of: inputs, workers: 3) { _ in false } }
    }

    @Test(
        "of a compressed log count its bytes as they lie on the disk, and end when they are told to",
        arguments: [0, 3, 9])
    func progressOfStreams(reports: Int) throws {
        let logs = try Logs()
        try logs.write("a", (0..<4).flatMap { jsonLines(1000, seed: UInt64($0)) })
        try logs.run("gzip", "a")
        let size = Int64(try logs.bytes(of: "a.gz").count)
        var importer = LogImporter(readers: .text)
        importer.limits.partBytes = 10_000
        let most = Mutex<Int64>(0)
        _ = try importer.log(of: [.path(logs.folder)], workers: 3) { progress in
            most.withLock { $0 = max($0, progress.bytesRead) }
            return progress.bytesTotal == size
        }
        #expect(most.withLock { $0 } <= size)
        let count = Mutex(0)
        // Told at most ten times a second: a short import may end before.
        do {
            _ = try importer.log(of: [.path(logs.folder)], workers: 3) { _ in
                count.withLock {
                    $0 += 1
                    return $0 <= reports
                }
            }
            #expect(count.withLock { $0 } <= reports)
        } catch is CancellationError {
            #expect(count.withLock { $0 } == reports + 1)
        }
    }
}

@Suite("Fingerprints")
struct FingerprintTests {
    @Test("of different bytes differ, whatever their length")
    func distinct() {
        var seen: Set<RecordFingerprint> = []
        var count = 0
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 250, KeyedHash.limit, KeyedHash.limit + 1] {
            // Nothing but zeros, and each single bit.
            for bit in -1..<8 * min(length, 40) {
                var bytes = [UInt8](repeating: 0, count: length)
                if bit >= 0 { bytes[length - 1 - bit / 8] = 1 << UInt8(bit % 8) }
                bytes.withUnsafeBytes { _ = seen.insert(RecordFingerprint(bytes: $0)) }
                count += 1
            }
        }
        #expect(seen.count == count)
    }

    @Test("are found again in a table that grows, the one that marks free slots too")
    func table() {
        var table = FingerprintTable(filler: 0)
        let fingerprints = (0..<5000).map { RecordFingerprint(($0 % 2 == 0 ? 0 : UInt64($0), UInt64($0) / 2)) }
        #expect(fingerprints.enumerated().allSatisfy { table.insert($1, $0) })
        #expect(!fingerprints.enumerated().contains { table.insert($1, -$0) })
        #expect(fingerprints.enumerated().allSatisfy { table[$1] == $0 })
        #expect(table[RecordFingerprint((7, 0))] == nil)
    }
}
