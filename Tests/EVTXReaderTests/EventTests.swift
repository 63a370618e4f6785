import AccessLogs
import ContractTesting
import EVTXReader
import Foundation
import LogImport
import Testing

@Suite("Events of binary event logs")
struct EventTests {
    @Test("the reader keeps the promises of every reader")
    func contract() throws {
        let users = (0..<9).map { EventRecord(SampleEvent(number: UInt64($0), user: "u\($0)")) }
        let log = EventLogBuilder(chunks: [Array(users[..<4]), Array(users[4..<6]), Array(users[6...])])
        try LogReaderContract(EVTXReader(), example: log.bytes, records: 9).check(
            besides: [Array("user,resource\n".utf8), Array("{\"EventID\":5140}".utf8)])
    }

    @Test("every field is as XML has it")
    func fields() throws {
        let sample = SampleEvent(id: 5145, number: 77, logonID: 0x3E7_0001, target: #"plans\a.txt"#)
        let event = try #require(try Imported(EventLogBuilder([EventRecord(sample)])).events.first)
        #expect(event.kind == .objectChecked && event.recordNumber == 77 && event.channel == "Security")
        #expect(event.timestamp == SampleEvent.time && event.time == Timestamp(iso8601: SampleEvent.time))
        #expect(event.computer == "FS01.corp.example" && event.subjectDomain == "CORP" && event.subjectUser == "ada")
        #expect(event.subjectSID == SampleEvent.sid && event.logonID == "0x3e70001" && event.accessMask == "0x1")
        #expect(event.address == "10.1.2.3" && event.port == "50123" && event.share == #"\\*\eng"#)
        #expect(event.localPath == #"\??\D:\eng"# && event.relativeTarget == #"plans\a.txt"#)
        #expect(event.outcome == .success && event.tenant == nil)
    }

    @Test("a value is read by its own type, whatever the template says")
    func types() throws {
        let cases: [(EventValueBuilder, String)] = [
            (.null, ""), (.text("1\0\0"), "1"), (.bytes(type: 2, Array("ada\0".utf8)), "ada"),
            (.bytes(type: 3, [0xFF]), "-1"), (.bytes(type: 4, [0xFF]), "255"),
            (.bytes(type: 5, Int16.min.littleEndianBytes), "-32768"),
            (.bytes(type: 7, [0, 0, 0, 0x80]), "-2147483648"),
            (.bytes(type: 8, [1, 2, 0, 0]), "513"), (.bytes(type: 9, Int64.min.littleEndianBytes), "\(Int64.min)"),
            (.uint64(.max), "\(UInt64.max)"), (.uint64(10_000_000_000), "10000000000"),
            (.bytes(type: 0x0B, Float(1.5).bitPattern.littleEndianBytes), "1.5"),
            (.bytes(type: 0x0C, Double(-0.25).bitPattern.littleEndianBytes), "-0.25"),
            (.bytes(type: 0x0D, [1, 0, 0, 0]), "true"), (.bytes(type: 0x0D, [0, 0, 0, 0]), "false"),
            (.bytes(type: 0x0E, [0x0A, 0xFF]), "0aff"),
            (
                .bytes(type: 0x0F, [4, 3, 2, 1, 6, 5, 8, 7] + Array(9...16)),
                "{01020304-0506-0708-090a-0b0c0d0e0f10}"
            ),
            (.bytes(type: 0x10, [0, 0, 1, 0]), "0x10000"), (.hex64(0), "0x0"),
            (.time(ticks: 0), "1601-01-01T00:00:00.000000Z"),
            (
                .bytes(type: 0x12, [2024, 2, 4, 29, 23, 59, 58, 7].flatMap { UInt16($0).littleEndianBytes }),
                "2024-02-29T23:59:58.007000Z"
            ),
            (.sid(16), "S-1-16"), (.bytes(type: 0x13, [1, 0, 1, 0, 0, 0, 0, 0]), "S-1-0x10000000000"),
            (.bytes(type: 0x81, Array("ada\0bert\0".utf16.flatMap(\.littleEndianBytes))), "ada"),
            (.bytes(type: 0x88, [5, 0, 0, 0, 6, 0, 0, 0]), "5"), (.bytes(type: 0x13, [1, 9, 0]), ""),
            (.bytes(type: 0x77, [1, 2]), ""),
        ]
        let data: BinaryXML = .element(
            "EventData", [],
            [
                .data("SubjectUserName", .text("ada")), .data("ShareName", .text(#"\\*\eng"#)),
                .data("RelativeTargetName", .value(0, type: 1)),
            ])
        for (value, text) in cases {
            let record = EventRecord(SampleEvent(), data: .fragment(.template(data, number: 9, [value])))
            let imported = try Imported(EventLogBuilder([record]))
            #expect(imported.events.map(\.relativeTarget) == [text], "\(value)")
        }
    }

    @Test("text beyond ASCII, and what no text has", arguments: [0, 1, 7, 8, 9, 15, 16, 17])
    func text(padding: Int) throws {
        let start = String(repeating: "x", count: padding)
        let cases: [([UInt16], String)] = [
            (Array("𠮷田 📁 é漢".utf16), "𠮷田 📁 é漢"), ([0x61, 0xD842, 0x62], "a\u{FFFD}b"), ([0xDFB7], "\u{FFFD}"),
            ([0xD842], "\u{FFFD}"), ([0x61, 0, 0x62], "a\u{FFFD}b"), ([3, 0x1B], "\u{3}\u{1B}"),
            ([0xFFFF, 0x7F, 0x80], "\u{FFFF}\u{7F}\u{80}"), (Array("R&D <x> \"q\"".utf16), "R&D <x> \"q\""),
        ]
        for (units, text) in cases {
            var record = EventRecord()
            guard case .template(let system, let number, var values) = record.content else { return }
            values[4] = .units(Array(start.utf16) + units)
            record.content = .template(system, number: number, values)
            #expect(try Imported(EventLogBuilder([record])).events.map(\.computer) == [start + text])
        }
    }

    @Test("records of one template, and of the same template in another chunk")
    func sharedTemplates() throws {
        let record = { (number: Int) in EventRecord(SampleEvent(number: UInt64(number), user: "u\(number)")) }
        let imported = try Imported(
            EventLogBuilder(chunks: [(0..<60).map(record), (60..<100).map(record), (100..<101).map(record)]))
        #expect(imported.users == (0..<101).map { "u\($0)" })
        #expect(imported.summary.isComplete)
    }

    @Test(
        "events that a collector of events wrote, without templates and with all values as text",
        arguments: [false, true])
    func forwarded(hasDependencies: Bool) throws {
        let sample = SampleEvent(id: 5145, number: 5, target: "a.txt")
        let forwarded = EventRecord(forwarded: sample, hasDependencies: hasDependencies)
        let other = EventRecord(forwarded: SampleEvent(id: 4624), hasDependencies: hasDependencies)
        let imported = try Imported(EventLogBuilder([forwarded, other, EventRecord(sample), forwarded]))
        #expect(imported.summary.recordsRead == 4 && imported.summary.malformed == 0)
        #expect(imported.events.count == 3 && Set(imported.events).count == 1, "\(imported.events)")
    }

    @Test(
        "a time that is spelled is the same as one that Windows counted",
        arguments: [
            "2024-03-05T08:00:00.1234567Z", "2024-03-05T08:00:00.123456Z", "2024-03-05T08:00:00.1234567",
            "2024-03-05 08:00:00.123456Z", "2024-03-05t08:00:00.123456Z", "2024-03-05T09:00:00.1234567+01:00",
            "2024-03-05T08:00:00.1234567Z\0",
        ])
    func times(text: String) throws {
        let counted = EventRecord(SampleEvent(number: 9)),
            spelled = EventRecord(forwarded: SampleEvent(number: 9), time: text)
        let imported = try Imported(EventLogBuilder([counted, spelled])) { $0.options.filters = .recommended }
        #expect(imported.events.count == 2 && Set(imported.events).count == 1)
        #expect(imported.events.map(\.timestamp) == [SampleEvent.time, SampleEvent.time])
        #expect(imported.summary.dropped.first { $0.filter == "exact-duplicates" }?.count == 1)
    }

    @Test("zeros at the end of text that is written out are no part of it")
    func finalZeros() throws {
        let data: BinaryXML = .element(
            "EventData", [],
            [
                .data("SubjectUserName\0", .text("ada\0\0")), .data("ShareName", .characterData("\\\\*\\eng\0")),
                .data("SubjectDomainName", .text("\0")),
            ])
        let imported = try Imported(
            EventLogBuilder([EventRecord(SampleEvent(), data: .fragment(.template(data, number: 3, [])))]))
        #expect(imported.users == ["ada"])
        #expect(imported.events.map(\.share) == [#"\\*\eng"#] && imported.events.map(\.subjectDomain) == [""])
    }

    private static func fileAccess(_ path: String, id: UInt16 = 4663, type: String = "File") -> EventRecord {
        let data: BinaryXML = .element(
            "EventData", [],
            [
                .data("SubjectUserSid", .value(0, type: 0x13)), .data("SubjectUserName", .text("ada")),
                .data("SubjectDomainName", .text("CORP")), .data("SubjectLogonId", .value(1, type: 0x15)),
                .data("ObjectServer", .text("Security")), .data("ObjectType", .value(2, type: 1)),
                .data("ObjectName", .value(3, type: 1)), .data("AccessMask", .value(4, type: 0x14)),
            ])
        let values: [EventValueBuilder] = [
            .sid(5, 21, 1, 2, 3, 1104), .hex64(7), .text(type), .text(path), .hex32(1),
        ]
        return EventRecord(SampleEvent(id: id), data: .fragment(.template(data, number: 7, values)))
    }

    @Test("accesses to files count where folders are given, as they do in XML")
    func fileAccess() throws {
        let records = [
            Self.fileAccess(#"D:\Shares\hr\a.txt"#), Self.fileAccess(#"D:\Shares\it\b.txt"#, id: 4656),
            Self.fileAccess(#"D:\Shares\hr\a.txt"#, type: "Key"), Self.fileAccess(#"C:\x"#),
            Self.fileAccess("", id: 4660, type: ""), EventRecord(SampleEvent(number: 6)),
        ]
        let log = EventLogBuilder(records)
        let folders = try SharedFolders(arguments: [#"D:\Shares\*"#])
        let imported = try Imported(log) { $0.options.sharedFolders = folders }
        #expect(imported.events.map(\.share) == ["hr", "it", #"\\*\eng"#])
        #expect(imported.events.map(\.relativeTarget) == ["a.txt", "b.txt", ""])
        #expect(imported.summary.recordsRead == 6 && imported.summary.isComplete && imported.summary.malformed == 0)
        #expect(imported.summary.remarks.pathlessDeletions == 1)
        #expect(try Imported(log).events.map(\.share) == [#"\\*\eng"#])

        let folder = Folder()
        try folder.write(EventLogBuilder([records[0]]).bytes, to: "a.evtx")
        try folder.write(
            Array(
                """
                <Event><System><EventID>4663</EventID><Keywords>0x8020000000000000</Keywords>\
                <TimeCreated SystemTime='\(SampleEvent.time)'/><EventRecordID>1</EventRecordID>\
                <Channel>Security</Channel><Computer>FS01.corp.example</Computer></System><EventData>\
                <Data Name='SubjectUserSid'>\(SampleEvent.sid)</Data><Data Name='SubjectUserName'>ada</Data>\
                <Data Name='SubjectDomainName'>CORP</Data><Data Name='SubjectLogonId'>0x7</Data>\
                <Data Name='ObjectType'>File</Data><Data Name='ObjectName'>D:\\Shares\\hr\\a.txt</Data></EventData></Event>
                """.utf8), to: "b.xml")
        var importer = LogImporter(readers: .text.adding(EVTXReader()))
        importer.options.sharedFolders = folders
        importer.options.includeObjectChecks = true
        let (log2, summary) = try importer.log(of: [folder.input])
        #expect(log2.count == 1 && summary.objectChecks == 2)
        #expect(summary.dropped.first { $0.filter == "exact-duplicates" }?.count == 1)
    }

    @Test("ONTAP's accesses to files count by themselves: volume and folder are the share")
    func ontap() throws {
        let system: [BinaryXML] = [
            .element("Provider", [("Name", [.text("NetApp-Security-Auditing")])]),
            .element("EventID", [], [.text("4663")]), .element("Result", [], [.text("Audit Failure")]),
            .element("TimeCreated", [("SystemTime", [.text("2024-03-05T08:00:00.123456000Z")])]),
            .element("Computer", [], [.text("cluster/svm")]),
        ]
        let data: [BinaryXML] = [
            .data("SubjectIP", .text("10.1.2.3")), .data("SubjectUserName", .text("ada")),
            .data("ObjectType", .text("Directory")), .data("ObjectName", .text("(vol1);/hr/2024/a.txt")),
        ]
        let xml: BinaryXML = .element("Event", [], [.element("System", [], system), .element("EventData", [], data)])
        let imported = try Imported(EventLogBuilder([EventRecord(content: .template(xml, number: 1, []))]))
        #expect(
            imported.events.map(\.share) == [#"vol1\hr"#] && imported.events.map(\.relativeTarget) == [#"2024\a.txt"#])
        #expect(imported.events.map(\.address) == ["10.1.2.3"] && imported.events.map(\.outcome) == [.failure])
    }

    @Test("text in several parts: entities, characters by number, and CDATA")
    func parts() throws {
        let data: BinaryXML = .element(
            "EventData", [],
            [
                .data("SubjectUserName", .text("a"), .entity("amp"), .character(0x62), .value(0, type: 1)),
                .data("ShareName", .characterData(#"\\*\<R"#), .entity("gt"), .character(0xD800)),
                .data("IpAddress", .entity("unknown"), .text("1"), .element("b"), .text("2")),
                .element("Data", [("x", [.text("y")]), ("Name", [.value(1, type: 1)])], [.text("0x00000A")]),
            ])
        let values: [EventValueBuilder] = [.text("!"), .text("AccessMask")]
        let imported = try Imported(
            EventLogBuilder([EventRecord(SampleEvent(), data: .fragment(.template(data, number: 3, values)))]))
        let event = try #require(imported.events.first)
        #expect(event.subjectUser == "a&b!" && event.share == "\\\\*\\<R>\u{FFFD}")
        #expect(event.address == "" && event.accessMask == "0xa")
    }

    @Test("a NetApp log: a version that is no number, and an element more")
    func netApp() throws {
        let event = { (id: String) -> EventRecord in
            let system: [BinaryXML] = [
                .element("Provider", [("Name", [.text("NetApp-Security-Auditing")])]),
                .element("EventID", [], [.text(id)]), .element("EventName", [], [.text("Open Object")]),
                .element("Version", [], [.text("101.3")]), .element("Source", [], [.text("CIFS")]),
                .element("Result", [], [.text("Audit Success")]),
                .element("TimeCreated", [("SystemTime", [.text("2024-03-05T08:00:00.123456000Z")])]),
                .element("Channel", [], [.text("Security")]), .element("Computer", [], [.text("cluster/svm")]),
            ]
            let data: [BinaryXML] = [.data("SubjectUserName", .text("ada")), .data("ShareName", .text(#"\\*\eng"#))]
            let xml: BinaryXML = .element(
                "Event", [], [.element("System", [], system), .element("EventData", [], data)])
            return EventRecord(content: .template(xml, number: UInt32(id) ?? 0, []))
        }
        let imported = try Imported(EventLogBuilder([event("4656"), event("5140"), event("4663")]))
        #expect(imported.summary.recordsRead == 3 && imported.summary.malformed == 0)
        #expect(imported.events.map(\.computer) == ["cluster/svm"])
        #expect(imported.events.map(\.timestamp) == [SampleEvent.time])
    }

    @Test("an event without an id or a time is malformed, and says so")
    func missing() throws {
        let bare = { (elements: [BinaryXML]) in
            EventRecord(
                content: .element(.element("Event", [], [.element("System", [], elements)]), hasDependencies: false))
        }
        let id: BinaryXML = .element("EventID", [], [.text("5140")])
        let imported = try Imported(
            EventLogBuilder([
                bare([.element("Computer", [], [.text("x")])]), bare([id]), EventRecord(SampleEvent(user: "")),
                EventRecord(SampleEvent(ticks: .max)), bare([.element("EventID", [], [.text(" 05140 ")])]),
            ]))
        #expect(
            imported.complaints == [
                "the record has no event id.", "the event has no time.",
                "the time \"18446744073709551615\" cannot be understood.", "the event has no time.",
            ])
        // An account that has an identifier alone is one.
        #expect(imported.summary.recordsRead == 5 && imported.events.map(\.subjectSID) == [SampleEvent.sid])
    }

    @Test(
        "an event whose id is no number is not passed over in silence",
        arguments: [
            .null, .text(""), .text("abc"), .text("0x1414"), .bytes(type: 6, [0x19]),
            .bytes(type: 0x0B, [0, 0, 0xA1, 0x45]),
            .bytes(type: 0x60, [0x14, 0x14]),
        ] as [EventValueBuilder])
    func unclearID(id: EventValueBuilder) throws {
        let system: [BinaryXML] = [
            .element("EventID", [], [.value(0, type: 6)]),
            .element("TimeCreated", [("SystemTime", [.text(SampleEvent.time)])]),
        ]
        let xml: BinaryXML = .element("Event", [], [.element("System", [], system)])
        let imported = try Imported(EventLogBuilder([EventRecord(content: .template(xml, number: 9, [id]))]))
        #expect(imported.complaints == ["the record's event id cannot be understood."])
    }

    @Test("a text that many records share is not copied without end")
    func longText() throws {
        let system: [BinaryXML] = [
            .element("EventID", [], [.text("5140")]),
            .element("Computer", [], [.text(String(repeating: "x", count: 12_000))]),
        ]
        let xml: BinaryXML = .element("Event", [], [.element("System", [], system)])
        let records = (0..<400).map { _ in EventRecord(content: .template(xml, number: 9, [])) }
        let builder = EventLogBuilder(chunks: [records])
        // Each copy counts, so that the work for a chunk ends.
        #expect(try Imported.faults(of: builder).last == "the events of the chunk have too many parts.")
    }

    @Test("the same event is one in EVTX, XML and JSON")
    func acrossFormats() throws {
        let folder = Folder()
        try folder.write(
            EventLogBuilder([EventRecord(SampleEvent(number: 7)), EventRecord(forwarded: SampleEvent(number: 7))])
                .bytes,
            to: "a.evtx")
        try folder.write(
            Array(
                """
                <Event><System><EventID>5140</EventID><Keywords>0x8020000000000000</Keywords>\
                <TimeCreated SystemTime='\(SampleEvent.time)'/><EventRecordID>7</EventRecordID>\
                <Channel>Security</Channel><Computer>FS01.corp.example</Computer></System><EventData>\
                <Data Name='SubjectUserSid'>\(SampleEvent.sid)</Data><Data Name='SubjectUserName'>ada</Data>\
                <Data Name='SubjectDomainName'>CORP</Data><Data Name='SubjectLogonId'>0x1a2b</Data>\
                <Data Name='IpAddress'>10.1.2.3</Data><Data Name='ShareName'>\\\\*\\eng</Data></EventData></Event>
                """.utf8), to: "b.xml")
        try folder.write(
            Array(
                """
                {"EventID":5140,"RecordNumber":7,"Hostname":"FS01.corp.example","EventType":"AUDIT_SUCCESS",\
                "Channel":"Security","@timestamp":"2024-03-05T08:00:00.123Z","SubjectUserSid":"\(SampleEvent.sid)",\
                "SubjectUserName":"ada","SubjectDomainName":"CORP","SubjectLogonId":"0x1a2b","IpAddress":"10.1.2.3",\
                "ShareName":"\\\\\\\\*\\\\eng"}
                """.utf8), to: "c.json")
        for workers in [1, 3] {
            let imported = try LogImporter(readers: .text.adding(EVTXReader())).log(
                of: [folder.input], workers: workers)
            #expect(imported.summary.shareAccesses == 4 && imported.log.count == 1)
        }
    }

    @Test("events without a number have that of their record")
    func unnumbered() throws {
        let event = { (user: String, share: String) -> EventRecord in
            let system: [BinaryXML] = [
                .element("EventID", [], [.text("5140")]), .element("Computer", [], [.text("FS01")]),
                .element("TimeCreated", [("SystemTime", [.text(SampleEvent.time)])]),
            ]
            let data: [BinaryXML] = [.data("SubjectUserName", .text(user)), .data("ShareName", .text(share))]
            let xml: BinaryXML = .element(
                "Event", [], [.element("System", [], system), .element("EventData", [], data)])
            return EventRecord(content: .template(xml, number: UInt32(10 * user.count + share.count), []))
        }
        let log = EventLogBuilder([event("ada", "x"), event("bert", "x")], [event("bert", "x"), event("adax", "")])
        #expect(try Imported(log).events.map(\.recordNumber) == [1, 2, 3])
        let folder = Folder()
        for name in ["a.evtx", "copy.evtx"] { try folder.write(log.bytes, to: name) }
        let (accesses, summary) = try LogImporter(readers: .text.adding(EVTXReader())).log(of: [folder.input])
        #expect(accesses.count == 3 && summary.dropped.first { $0.filter == "exact-duplicates" }?.count == 3)
        #expect(summary.malformed == 2)
    }

    @Test("object checks of one session are one access, whether names were met before or not")
    func sessions() throws {
        let records = (0..<40).map { (index: Int) -> EventRecord in
            var event = SampleEvent(id: 5145, number: UInt64(index))
            event.user = index % 4 < 2 ? "ada" : "bert"
            event.logonID = UInt64(1 + index % 2)
            return EventRecord(event)
        }
        let folder = Folder()
        try folder.write(EventLogBuilder(records + records.prefix(10)).bytes, to: "a.evtx")
        var importer = LogImporter(readers: .text.adding(EVTXReader()))
        importer.options.includeObjectChecks = true
        let (log, summary) = try importer.log(of: [folder.input])
        #expect(log.count == 4 && summary.objectChecks == 50)
        #expect(
            summary.mergedObjectChecks == 36 && summary.dropped.first { $0.filter == "exact-duplicates" }?.count == 10)
    }
}
