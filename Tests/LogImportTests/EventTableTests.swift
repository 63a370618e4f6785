@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Share events in the tables of many programs")
struct EventTableTests {
    private typealias Sample = SampleEvent

    private static func table(_ names: [String], delimiter: String = ",", _ row: (SampleEvent) -> [String]) -> String {
        ([names] + Sample.all.map(row)).map { cells in
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter) + "\r\n"
        }.joined()
    }

    private static let names = [
        "TimeGenerated", "Computer", "EventID", "SubjectUserName", "SubjectDomainName", "SubjectUserSid",
        "SubjectLogonId", "IpAddress", "ShareName",
    ]

    private static func row(_ event: SampleEvent, time: String? = nil, id: String? = nil) -> [String] {
        [
            time ?? event.time, "FS01.corp.example", id ?? "\(event.id)", event.user, "CORP", event.sid, "0x1000",
            "10.1.2.3",
            "\\\\*\\" + event.share,
        ]
    }

    @Test("lines before the header, of PowerShell and of spreadsheets")
    func prefaces() throws {
        let table = Self.table(Self.names) { Self.row($0) }
        let type = "#TYPE Selected.System.Management.Automation.PSCustomObject\r\n"
        for text in [table, type + table, "\u{FEFF}" + type + table, "sep=,\r\n" + table, "SEP=,\n" + table] {
            let imported = try Imported(text: text)
            Sample.expect(imported)
            #expect(imported.summary.recordsRead == 2)
        }
        let semicolons = Self.table(Self.names, delimiter: ";") { Self.row($0) }
        Sample.expect(try Imported(text: "sep=;\n" + semicolons))
        Sample.expect(try Imported(text: type + semicolons))
        // In parts too, whose lines have the same numbers.
        let broken = type + Self.table(Self.names) { Self.row($0, time: $0.id == 5145 ? "soon" : nil) }
        #expect(try Imported(text: broken) { $0.limits.partBytes = 61 }.complaints.map { $0.prefix(2) } == ["4:"])
    }

    @Test("event ids as other programs spell numbers", arguments: ["#.0", " # ", "#.00", "5,1"])
    func ids(spelling: String) throws {
        let text = Self.table(Self.names) { event in
            let id = "\(event.id)"
            return Self.row(event, id: spelling == "5,1" ? "5," + id.dropFirst() : spelling.replacing("#", with: id))
        }
        Sample.expect(try Imported(text: text))
    }

    @Test("an id that is no number is told where the number of a share event is in the row")
    func unclear() throws {
        let imported = try Imported(text: Self.table(Self.names) { Self.row($0, id: "event \($0.id)") })
        #expect(imported.summary.remarks.unclear == 2 && imported.events.isEmpty)
    }

    @Test("Kibana's and Splunk's names of columns")
    func otherNames() throws {
        let kibana = [
            "@timestamp", "winlog.computer_name", "event.code", "winlog.event_data.SubjectUserName",
            "winlog.event_data.SubjectDomainName", "winlog.event_data.SubjectUserSid",
            "winlog.event_data.SubjectLogonId",
            "winlog.event_data.IpAddress", "winlog.event_data.ShareName",
        ]
        Sample.expect(try Imported(text: Self.table(kibana) { Self.row($0) }))
        let times = ["Mar 5, 2024 @ 08:00:00.123", "Mar 15, 2024 @ 09:30:00.123"]
        let discovered = try Imported(
            text: Self.table(kibana) {
                Self.row($0, time: times[$0.id == 5140 ? 0 : 1], id: $0.id == 5140 ? "5,140" : "5,145")
            }
        ) { $0.options.timeZone = .utc }
        Sample.expect(discovered)
        #expect(discovered.summary.remarks.zoneless == 2)
        let splunk = [
            "_time", "ComputerName", "EventCode", "Account_Name", "Account_Domain", "Security_ID", "Logon_ID",
            "Source_Address", "Share_Name",
        ]
        Sample.expect(try Imported(text: Self.table(splunk) { Self.row($0) }))
        let lower = Self.names.map { $0.lowercased() }
        Sample.expect(try Imported(text: Self.table(lower) { Self.row($0) }))
    }

    @Test("data of events in one column: JSON, XML, lists of names and values")
    func texts() throws {
        let names = ["TimeGenerated [UTC]", "Computer", "Channel", "EventID", "Keywords", "EventData"]
        func row(_ event: SampleEvent, _ data: String) -> [String] {
            [event.time, "FS01.corp.example", "Security", "\(event.id)", "0x8010000000000000", data]
        }
        let listed: (SampleEvent) -> String = { event in
            SampleEvent.json(["EventData": ["Data": event.data.map { ["@Name": $0.name, "#text": $0.value] }]])
        }
        let data: [(SampleEvent) -> String] = [{ SampleEvent.json($0.dataObject) }, { $0.xml }, listed]
        for data in data {
            let imported = try Imported(text: Self.table(names) { row($0, data($0)) })
            #expect(imported.summary.files.map(\.format) == ["event-text-table"])
            Sample.expect(imported)
            #expect(imported.events.allSatisfy { $0.outcome == .failure })
        }
        let evtxecmd = [
            "RecordNumber", "EventRecordId", "TimeCreated", "EventId", "Channel", "Computer", "MapDescription",
            "UserName",
            "Keywords", "Payload",
        ]
        let imported = try Imported(
            text: Self.table(evtxecmd) { event in
                [
                    "1", "\(event.record)", event.time.replacing("T", with: " ").replacing("Z", with: "0000"),
                    "\(event.id)",
                    "Security", "FS01.corp.example", "x", "-\\-", "Audit success", listed(event),
                ]
            })
        Sample.expect(imported)
        #expect(imported.events.map(\.recordNumber) == [900, 901] && imported.summary.remarks.zoneless == 0)
    }

    @Test("data of hayabusa and chainsaw, which are text")
    func detections() throws {
        let hayabusa = Self.table([
            "Timestamp", "Computer", "Channel", "EventID", "RecordID", "Details", "ExtraFieldInfo",
        ]) {
            [
                $0.time.replacing("T", with: " ").replacing("Z", with: " +00:00"), "FS01.corp.example", "Sec",
                "\($0.id)", "9",
                "User: \($0.user) ¦ ShareName: \\\\*\\\($0.share) ¦ SrcIP: 10.1.2.3 ¦ LID: 0x1000",
                "SubjectDomainName: CORP ¦ SubjectUserName: \($0.user) ¦ SubjectUserSid: \($0.sid)",
            ]
        }
        Sample.expect(try Imported(text: hayabusa))
        let chainsaw = Self.table(["timestamp", "detections", "Event ID", "Record ID", "Computer", "Event Data"]) {
            event in
            [
                event.time, "x", "\(event.id)", "9", "FS01.corp.example",
                event.data.map { "\($0.name): \($0.value)\n" }.joined(),
            ]
        }
        Sample.expect(try Imported(text: chainsaw))
    }

    @Test("Event Viewer's export, whose last column has no name, in English and German")
    func eventViewer() throws {
        let header = "Keywords,Date and Time,Source,Event ID,Task Category\r\n"
        let rows = { (event: SampleEvent, time: String) in
            "Audit Success,\(time),Microsoft-Windows-Security-Auditing,\(event.id),File Share,\"\(event.message)\"\r\n"
        }
        let times = ["3/5/2024 8:00:00 AM", "3/15/2024 9:30:00 AM"]
        let english = header + zip(Sample.all, times).map(rows).joined()
        for parts: Int64 in [61, 1 << 20] {
            let imported = try Imported(text: "\u{FEFF}" + english) {
                $0.limits.partBytes = parts
                $0.options.timeZone = .utc
            }
            Sample.expect(imported, hasComputer: false)
            #expect(imported.summary.remarks.withoutComputer == 2 && imported.summary.remarks.zoneless == 2)
            #expect(imported.events.allSatisfy { $0.outcome == .success })
        }
        let german =
            "Schlüsselwörter,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\r\n"
            + zip(Sample.all, ["05.03.2024 08:00:00", "15.03.2024 09:30:00"]).map { event, time in
                rows(event, time).replacing("Audit Success", with: "Überwachung erfolgreich")
                    .replacing("Account Name", with: "Kontoname").replacing("Account Domain", with: "Kontodomäne")
                    .replacing("Security ID", with: "Sicherheits-ID").replacing("Logon ID", with: "Anmelde-ID")
                    .replacing("Share Name", with: "Freigabename").replacing("Source Address", with: "Quelladresse")
            }.joined()
        let imported = try Imported(text: german) { $0.options.timeZone = .utc }
        Sample.expect(imported, hasComputer: false)
        #expect(imported.events.allSatisfy { $0.outcome == .success })
    }

    @Test("day and month are told apart by one row for all, and never guessed")
    func dates() throws {
        let names = ["TimeGenerated [UTC]"] + Self.names.dropFirst()
        func text(_ times: [String]) -> String {
            Self.table(names) { Self.row($0, time: times[$0.id == 5140 ? 0 : 1]) }
        }
        let decided = text(["3/5/2024, 8:00:00.123 AM", "3/15/2024, 9:30:00.123 AM"])
        Sample.expect(try Imported(text: decided))
        #expect(try Imported(text: decided).summary.remarks.zoneless == 0)
        let undecided = text(["3/5/2024, 8:00:00.123 AM", "3/6/2024, 9:30:00.123 AM"])
        let refused = try Imported(text: undecided)
        #expect(refused.events.isEmpty && refused.complaints.count == 2)
        #expect(refused.complaints[0].contains("5 March or 3 May 2024"))
        let told = try Imported(text: undecided) { $0.options.dateOrder = .dayFirst }
        #expect(told.events.map { $0.time?.description ?? "" }.first == "2024-05-03T08:00:00.123000Z")
    }

    @Test("the row that decides may come after the part that is looked at first", arguments: [1, 3])
    func lateDate(workers: Int) throws {
        let header = "user,resource,time\n"
        let rows = (0..<8000).map { "u\($0 % 7),r\($0 % 5),\(1 + $0 % 5)/\(1 + $0 % 12)/2024 8:00:00\n" }.joined()
        let logs = try Logs()
        let text = header + rows + "u,r,28/2/2024 9:00:00\n"
        let plain = try logs.write("a", text), packed = InputPath.path(logs.folder + "/b.gz")
        try logs.run("sh", "-c", "gzip < a > b.gz")
        for input in [plain, packed] {
            var importer = LogImporter(readers: .text)
            importer.limits.partBytes = 10_000
            importer.options.timeZone = .utc
            let (log, summary) = try importer.log(of: [input], workers: workers)
            #expect(summary.malformed == 0 && log.count == 8001)
            #expect(log.time(of: 1)?.description == "2024-02-02T08:00:00Z")
            #expect(log.time(of: 5)?.description == "2024-06-01T08:00:00Z")
        }
    }

    @Test("times of rows without a zone are of the zone that is given")
    func zones() throws {
        let text = "user,resource,time\nu,r,2024-07-05T08:00:00\nu,r,2024-07-05T08:00:00Z\nu,r,1720166400\n"
        #expect(try Imported(text: text).complaints.map { $0.prefix(2) } == ["2:"])
        let utc = try Imported(text: text) { $0.options.timeZone = .utc }
        #expect(utc.summary.remarks.zoneless == 1)
        #expect(Set(utc.accesses.map { $0.time?.description ?? "" }) == ["2024-07-05T08:00:00Z"])
        let zoned = try Imported(text: text) { $0.options.timeZone = try LocalZone(name: "Europe/Berlin") }
        #expect(
            zoned.accesses.map { $0.time?.description ?? "" } == [
                "2024-07-05T06:00:00Z", "2024-07-05T08:00:00Z", "2024-07-05T08:00:00Z",
            ])
        let event = nxlog(time: "2024-07-05T08:00:00")
        for workers in [1, 2] {
            var importer = LogImporter(readers: .text)
            importer.options.timeZone = try LocalZone(name: "Europe/Berlin")
            let logs = try Logs()
            let input = try logs.write("a", event + event + nxlog(user: "bob", time: "2024-07-05T08:00:00+01:00"))
            let log = try importer.log(of: [input], workers: workers).log
            #expect(
                Set((0..<log.count).map { log.time(of: $0)?.description ?? "" }) == [
                    "2024-07-05T06:00:00Z", "2024-07-05T07:00:00Z",
                ])
        }
    }

    @Test("text of another encoding is named, and read where that is said")
    func encodings() throws {
        let text = Self.table(Self.names) { Self.row($0) }.replacing("ada", with: "M#ller")
        let byte: [(TextEncoding, UInt8)] = [(.windows1252, 0xFC), (.ibm850, 0x81)]
        for (encoding, code) in byte {
            let bytes = text.utf8.map { $0 == UInt8(ascii: "#") ? code : $0 }
            let refused = try Imported(bytes: bytes)
            #expect(refused.events.count == 1)
            #expect(refused.complaints.first?.contains("--encoding \(encoding.rawValue)") == true)
            let read = try Imported(bytes: bytes) { $0.options.encoding = encoding.rawValue }
            #expect(read.events.first?.subjectUser == "Müller" && read.complaints == [])
        }
        let utf8 = Array(text.replacing("#", with: "ü").utf8)
        #expect(
            try Imported(bytes: utf8) { $0.options.encoding = "windows-1252" }.events.first?.subjectUser == "Müller")
    }
}
