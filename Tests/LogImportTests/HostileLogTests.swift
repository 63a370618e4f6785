@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Names")
struct NameTests {
    private func long(_ count: Int) -> String { String(repeating: "n", count: count) }

    @Test("of any field of an event that are too long make a malformed record")
    func events() throws {
        let text =
            nxlog(user: long(2048)) + nxlog(user: long(2049)) + nxlog(computer: long(2049)) + nxlog(address: long(2049))
            + nxlog(sid: long(185)) + nxlog(share: long(32_763)) + nxlog(share: long(32_764))
        let imported = try Imported(text: text)
        #expect(imported.accesses.count == 2)
        #expect(imported.summary.malformed == 5)
        #expect(
            imported.complaints == [
                "2: the account's name has 2049 characters, more than the 2048 that it may have.",
                "3: the computer's name has 2049 characters, more than the 2048 that it may have.",
                "4: the address has 2049 characters, more than the 2048 that it may have.",
                "5: the security identifier has 185 characters, more than the 184 that it may have.",
                "7: the share's name has 32768 characters, more than the 32767 that it may have.",
            ])
    }

    @Test("in a table too")
    func tables() throws {
        let text =
            "tenant,user,resource\nt,\(long(2049)),r\nt,u,\(long(32_768))\n\(long(2049)),u,r\nt,u,\(long(32_767))\n"
        let imported = try Imported(text: text)
        #expect(imported.accesses.count == 1)
        #expect(
            imported.complaints == [
                "2: the user has 2049 characters, more than the 2048 that it may have.",
                "3: the resource has 32768 characters, more than the 32767 that it may have.",
                "4: the tenant has 2049 characters, more than the 2048 that it may have.",
            ])
    }

    @Test("are measured in characters of Windows, not in bytes")
    func characters() throws {
        #expect(try Imported(text: nxlog(user: String(repeating: "字", count: 2048))).accesses.count == 1)
        #expect(try Imported(text: nxlog(user: String(repeating: "😀", count: 1025))).summary.malformed == 1)
    }

    @Test("that take more memory than an import may end it, whatever the number of workers", arguments: [1, 3])
    func budget(workers: Int) throws {
        let logs = try Logs()
        let rows = (0..<2000).map { "u\($0),r\($0 % 7)\n" }.joined()
        let input = try logs.write("a", "user,resource\n" + rows)
        var importer = LogImporter(readers: .text)
        importer.limits.partBytes = 4096
        #expect(try importer.log(of: [input], workers: workers).log.users.count == 2000)
        importer.limits.nameBytes = 100_000
        let error = try #require(throws: FileError.self) { try importer.log(of: [input], workers: workers) }
        #expect(error.sentence.hasPrefix("the names of users and resources take more than"))
        #expect(throws: FileError.self) { try importer.log(of: [input], onShareEvent: { _, _ in }) }
    }

    @Test("of files count too")
    func fileNames() throws {
        let logs = try Logs()
        for index in 0..<20 { try logs.write("in/\(index)", "") }
        let error = try #require(throws: FileError.self) {
            try Imported([.path(logs.folder)]) { $0.limits.nameBytes = 2000 }
        }
        #expect(error.sentence.contains("so many files"))
    }

    @Test("are forgotten by a worker that has met too many, and the result stays the same")
    func startingOver() throws {
        let logs = try Logs()
        let reading = ImportRun(
            readers: .text, filters: FilterPanel([]), options: ImportOptions(), limits: InputLimits(),
            meter: ProgressMeter(bytesTotal: nil, report: nil), namedFiles: [], endsAtFailure: false, detail: [])
        var compactor = RecordCompactor(
            number: 0, filters: reading.filters, options: reading.options, mostKeptBytes: 4000)
        let destination = LogBuilder(builders: 1, options: reading.options, limits: reading.limits)
        let assembly = LogMerger(reading, into: destination, rereader: 1, onShareEvent: nil)
        let file = ImportChunk.file(try logs.write("a", ""))
        try assembly.merge(.log("a", format: "x"), of: file)
        var expected = AccessLog()
        var startedOver = 0
        for round in 0..<20 {
            for number in 0..<50 {
                let access = AccessEvent(
                    user: AccountIdentity(name: "u\(number % 20 + round)"),
                    resource: ResourceIdentity(name: "r\(number)"))
                _ = compactor.take(.access(access), line: 1)
                expected.append(access)
            }
            let full = compactor.batch()
            let batch = try #require(full)
            if batch.startsOver { startedOver += 1 }
            try assembly.merge(.records(batch), of: file)
        }
        let log = assembly.destination.accesses
        #expect(startedOver > 2)
        #expect(log.users.names == expected.users.names && log.user == expected.user)
        #expect(log.resources.names == expected.resources.names && log.resource == expected.resource)
    }

    @Test("a message quotes no more than the beginning of a text")
    func excerpts() throws {
        let accents = "a" + String(repeating: "\u{301}", count: 5000)
        let texts = [
            nxlog(time: long(5000)), nxlog(time: accents), "user,resource,time\nu,r,\(accents)\n",
            "user,resource,count\nu,r,\(long(5000))\n", "user,\(accents)\nu,r\n",
        ]
        for text in texts {
            do {
                let imported = try Imported(text: text)
                #expect(imported.complaints.count == 1)
                #expect(imported.complaints.allSatisfy { $0.unicodeScalars.count < 200 && $0.contains("…") })
            } catch let error as FileError {
                #expect(error.sentence.unicodeScalars.count < 400 && error.sentence.contains("…"))
            }
        }
    }

    @Test("are folded by scalars, and never from beyond ASCII into ASCII")
    func folding() {
        func account(_ name: String) -> String {
            AccountIdentity(domain: "Corp", account: name, sid: nil, computer: "").name
        }
        #expect(account("MARK") == "corp\\mark" && account("ÉVA") == "corp\\éva" && account("ЖУК") == "corp\\жук")
        // The Kelvin sign, the dotted capital I, the long s.
        for name in ["mar\u{212A}", "\u{130}van", "\u{17F}am"] {
            #expect(Array(account(name).unicodeScalars) == Array("corp\\\(name)".unicodeScalars))
        }
        #expect(ResourceIdentity(computer: "FS1", share: "\\\\*\\Bac\u{212A}up").name != "\\\\fs1\\backup")
        // One é of two scalars is the é of one: so the directory compares.
        #expect(account("cafe\u{301}") == account("caf\u{E9}"))
    }
}

@Suite("Unclosed quotes", .timeLimit(.minutes(1)))
struct UnclosedQuoteTests {
    /// The rows of a table as a slow reader finds them, which looks for the end of every record to the end of the file.
    private func plainReading(_ text: String, limit: Int) -> (rows: [[String]], malformed: Int) {
        let bytes = Array(text.utf8)
        var rows: [[String]] = []
        var malformed = 0
        var start = 0
        while start < bytes.count {
            var fields: [[UInt8]] = [[]]
            var inQuotes = false, hasQuotes = false, end: Int?
            scan: for index in start..<min(bytes.count, start + limit + 2) {
                switch bytes[index] {
                case UInt8(ascii: "\"") where hasQuotes || fields[fields.count - 1].isEmpty:
                    hasQuotes = true
                    inQuotes.toggle()
                    fields[fields.count - 1].append(bytes[index])
                case UInt8(ascii: "\n") where !inQuotes:
                    end = index
                    break scan
                case UInt8(ascii: ",") where !inQuotes:
                    fields.append([])
                    hasQuotes = false
                default:
                    fields[fields.count - 1].append(bytes[index])
                }
            }
            if end == nil && !inQuotes && start + limit + 2 > bytes.count { end = bytes.count }
            if let end {
                if end - start > limit {
                    malformed += 1
                } else {
                    rows.append(fields.map { String(decoding: $0, as: UTF8.self) })
                }
                start = end + 1
            } else {
                malformed += 1
                start = (bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
            }
        }
        return (rows, malformed)
    }

    private func scanned(_ text: String, limit: Int) throws -> (rows: [[String]], malformed: Int) {
        var scanner = DelimitedScanner(ByteStream(Array(text.utf8)), delimiter: UInt8(ascii: ","), limit: limit)
        var rows: [[String]] = []
        var malformed = 0
        while true {
            switch try scanner.next() {
            case .record(let row):
                rows.append((0..<row.count).map { String(decoding: row.bytes($0), as: UTF8.self) })
            case .blank: rows.append([""])
            case .malformed: malformed += 1
            case .end: return (rows, malformed)
            }
        }
    }

    @Test("are found by the quick scan as by the plain one", arguments: 0..<40)
    func oracle(seed: Int) throws {
        var state = UInt64(seed) &* 7919 &+ 1
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
        let tokens = ["\"", "\n", ",", "a", "bb", "\"\"", ",\"", "\"\n", "\n\"", "\",", "c\n"]
        for _ in 0..<40 {
            let text = (0..<roll(160)).map { _ in tokens[roll(tokens.count)] }.joined()
            for limit in [3, 10, 33, 1000] {
                let expected = plainReading(text, limit: limit), found = try scanned(text, limit: limit)
                #expect(found == expected, "\(text.debugDescription) within \(limit)")
            }
        }
    }

    @Test(
        "cost no more time than other lines, wherever they are",
        arguments: ["a\"b,\"c\n", "\"a,b\n", "a,\"\n", "a,\"b\",\"\n", "a,\"b\"\"\nc,d\n", "\"\"\"\n"])
    func linear(line: String) throws {
        let lines = String(repeating: line, count: 1_000_000 / line.utf8.count)
        for text in [lines, String(repeating: "a,b\n", count: 8000) + lines, lines + "a,\"b\nc\"\n"] {
            for limit in [1 << 20, 10_000] {
                let found = try scanned(text, limit: limit)
                #expect(found.rows.count + found.malformed > 0)
            }
        }
    }
}

@Suite("Hostile XML", .timeLimit(.minutes(1)))
struct HostileXMLTests {
    private func event(_ inner: String) -> String {
        """
        <Event><System><EventID>5140</EventID><TimeCreated SystemTime='2020-08-20T15:35:28Z'/><Computer>a</Computer>\
        </System><EventData><Data Name='SubjectUserName'>u</Data><Data Name='ShareName'>s</Data></EventData>\(inner)</Event>
        """
    }

    @Test("an element of many attributes is refused before it is parsed")
    func attributes() throws {
        let few = (0..<64).map { " a\($0)='>'" }.joined(), many = (0..<65).map { " a\($0)=\">\"" }.joined()
        let imported = try Imported(text: event("<x\(few)/>") + "\n" + event("<x\(many)/>"))
        #expect(imported.accesses.count == 1)
        #expect(imported.complaints == ["2: an element of the event has more than 64 attributes."])
        let endless = try Imported(text: event("<x" + (0..<60_000).map { " a\($0)='1'" }.joined() + "/>"))
        #expect(endless.summary.malformed == 1)
    }

    @Test("what looks like attributes but is a comment, a section of text or an instruction does not count")
    func quotations() throws {
        let quotes = String(repeating: "it's \"it\" < > ", count: 80)
        let imported = try Imported(text: event("<!-- \(quotes) --><x><![CDATA[\(quotes)]]></x><?y \(quotes)?>"))
        #expect(imported.accesses.count == 1)
    }

    @Test("an event beyond the limit is one malformed record, and the next is read")
    func large() throws {
        let filler = "<x>" + String(repeating: "y", count: 1 << 20) + "</x>"
        let imported = try Imported(text: event("") + event(filler) + event(""))
        #expect(imported.accesses.count == 2)
        #expect(imported.complaints == ["1: the record is longer than 1048576 bytes."])
    }
}

@Suite("Names of many combining marks", .timeLimit(.minutes(1)))
struct CombiningMarksTests {
    private static let marks = String(repeating: "\u{301}\u{323}", count: 16_000)

    @Test("are malformed, whatever the format: to compare them takes the square of their number")
    func malformed() throws {
        let table = "user,resource\n" + (0..<20).map { "u\($0),a\(Self.marks)\($0)\n" }.joined() + "u,r\n"
        let rows = try Imported(text: table)
        #expect(rows.accesses.count == 1 && rows.summary.malformed == 20)
        let events =
            (0..<20).map { (index: Int) in nxlog(share: "a\(Self.marks)\(index)", record: index) }.joined()
            + nxlog(record: 99)
        #expect(try Imported(text: events).accesses.count == 1)
    }

    @Test("are names where there are as many as a writing has")
    func few() throws {
        let user = "a" + String(repeating: "\u{301}", count: 30)
        #expect(try Imported(text: "user,resource\n\(user),r\n").accesses.map(\.user.name) == [user])
    }
}
