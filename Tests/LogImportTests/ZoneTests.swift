@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("The zones of times")
struct ZoneTests {
    private static func table(_ column: String, _ time: String) -> String {
        "\(column),EventID,Computer,SubjectUserName,SubjectDomainName,ShareName\r\n"
            + "\"\(time)\",5140,FS01,ada,CORP,\\\\*\\hr\r\n"
    }

    private static func object(_ members: [String: Any]) -> String {
        let event: [String: Any] = [
            "EventID": 5140, "Computer": "FS01", "SubjectUserName": "ada", "SubjectDomainName": "CORP",
            "ShareName": "\\\\*\\hr",
        ]
        return SampleEvent.json(event.merging(members) { $1 }) + "\n"
    }

    private static func time(_ text: String, zone: String? = nil) throws -> String? {
        let imported = try Imported(text: text) { $0.options.timeZone = try zone.map(LocalZone.init) }
        return imported.events.first?.time?.description
    }

    @Test(
        "the header of a column says the zone of its times, which no option changes",
        arguments: [
            ("[UTC]", "2024-03-05T08:00:00Z"), ("[utc]", "2024-03-05T08:00:00Z"), ("[GMT]", "2024-03-05T08:00:00Z"),
            ("[UTC+01:00]", "2024-03-05T07:00:00Z"), ("[UTC-05:30]", "2024-03-05T13:30:00Z"),
            ("[UTC−05:30]", "2024-03-05T13:30:00Z"), ("[UTC+1]", "2024-03-05T07:00:00Z"),
            ("[+0545]", "2024-03-05T02:15:00Z"), ("(UTC+10)", "2024-03-04T22:00:00Z"),
            ("[UTC±00:00]", "2024-03-05T08:00:00Z"), ("[ UTC +01:00 ]", "2024-03-05T07:00:00Z"),
        ])
    func headers(zone: String, expected: String) throws {
        for column in ["TimeGenerated " + zone, "TimeGenerated" + zone, "timegenerated  " + zone] {
            for time in ["2024-03-05 08:00:00", "3/5/2024, 8:00:00 AM", "05.03.2024 08:00:00"] {
                let text = Self.table(column, time) + "3/15/2024 1:00:00 AM,4624,,,,\r\n"
                #expect(try Self.time(text) == expected)
                #expect(try Self.time(text, zone: "Asia/Tokyo") == expected)
            }
            // A time that says its own zone is of that.
            #expect(try Self.time(Self.table(column, "2024-03-05T08:00:00Z")) == "2024-03-05T08:00:00Z")
            #expect(try Self.time(Self.object([column: "2024-03-05 08:00:00"])) == expected)
        }
        let accesses = "user,resource,time \(zone)\nada,hr,2024-03-05 08:00\n"
        #expect(try Imported(text: accesses).accesses.first?.time?.description == expected)
        let mapped = try Imported(text: "who,what,When \(zone)\nada,hr,2024-03-05 08:00\n") {
            $0.options.columns = try ColumnMapping(argument: "user=who,resource=what,time=When \(zone)")
        }
        #expect(mapped.accesses.first?.time?.description == expected)
    }

    @Test("a local time is refused where nothing says its zone, and the message names file, line, text and option")
    func local() throws {
        let logs = [
            Self.table("TimeGenerated [Local Time]", "2024-03-05T08:00:00"),
            Self.table("TimeGenerated[Local Time]", "05.03.2024 08:00:00"),
            Self.table("TimeGenerated [Central European Standard Time]", "2024-03-05 08:00:00"),
            Self.table("TimeGenerated", "05.03.2024 08:00:00"), Self.table("TimeCreated", "2024-03-05 08:00:00"),
            Self.table("EventTime", "2024-03-05 08:00:00"),
            Self.object(["EventTime": "2024-03-05 08:00:00"]), Self.object(["@timestamp": "2024-03-05T08:00:00"]),
            Self.object(["@timestamp": "Tue Mar 05 08:00:00 2024"]), Self.table("@timestamp", "2024-03-05 08:00:00"),
            Self.object(["TimeCreated": "05.03.2024 08:00:00"]),
            "TimeCreated : 2024-03-05 08:00:00\nId : 5140\nMessage : Subject:\n"
                + " Account Name: ada\n Account Domain: CORP\n Share Name: \\\\*\\hr\n",
        ]
        for text in logs {
            let imported = try Imported(text: text)
            #expect(imported.events.isEmpty && imported.summary.malformed == 1)
            let example = try #require(imported.summary.malformedExamples.first)
            #expect(example.location?.file.hasSuffix("log") == true && example.location?.line != nil)
            #expect(example.sentence.contains("\" says no zone"))
            #expect(example.sentence.contains("--time-zone Europe/Berlin"))
            let told = try Imported(text: text) { $0.options.timeZone = try LocalZone(name: "Europe/Berlin") }
            #expect(told.events.first?.time?.description == "2024-03-05T07:00:00Z")
            #expect(told.summary.remarks.zoneless == 1 && told.complaints == [])
        }
    }

    @Test("the same by many workers, where nearly all rows are met before")
    func many() throws {
        let header = "EventTime,EventID,Computer,SubjectUserName,SubjectDomainName,ShareName\n"
        let rows = (0..<3000).map { "2024-03-05 08:\(10 + $0 % 50):00,5140,FS01,u\($0 % 3),CORP,\\\\*\\hr\n" }
        let logs = try Logs(), path = try logs.write("log", header + rows.joined())
        var importer = LogImporter(readers: .text)
        importer.limits.partBytes = 10_000
        importer.options.filters = .none
        #expect(try importer.log(of: [path], workers: 2).summary.malformed == 3000)
        importer.options.timeZone = try LocalZone(name: "+01:00")
        let (log, summary) = try importer.log(of: [path], workers: 2)
        #expect(log.count == 3000 && summary.remarks.zoneless == 3000)
        #expect(log.time(of: 0)?.description == "2024-03-05T07:10:00Z")
    }

    @Test("times that are UTC by the definition of who wrote them need no option, and do not follow it")
    func defined() throws {
        let payload = SampleEvent.json([
            "EventData": ["Data": SampleEvent.all[0].data.map { ["@Name": $0.name, "#text": $0.value] }]
        ])
        let logs = [
            Self.object(["TimeGenerated": "2024-03-05 08:00:00"]),
            Self.object(["TimeCreated": "2024-03-05 08:00:00.0"]),
            Self.object(["TimeCreated": ["SystemTime": "2024-03-05 08:00:00"]]),
            Self.object(["System": ["TimeCreated": ["#attributes": ["SystemTime": "2024-03-05 08:00:00"]]]]),
            Self.object(["datetime": "2024-03-05 08:00:00", "hostIdentifier": "FS01"]),
            Self.table("TimeGenerated", "2024-03-05 08:00:00"),
            SampleEvent.json([
                "EventId": 5140, "TimeCreated": "2024-03-05 08:00:00.0000000", "Computer": "FS01",
                "MapDescription": "x", "Payload": payload,
            ]),
            SampleEvent.all[0].xml.replacing("08:00:00.123Z", with: "08:00:00"),
        ]
        for text in logs {
            #expect(try Self.time(text) == "2024-03-05T08:00:00Z", "\(text)")
            #expect(try Self.time(text, zone: "Asia/Tokyo") == "2024-03-05T08:00:00Z", "\(text)")
        }
    }

    @Test("a day without a time of day is a day, wherever it was")
    func days() throws {
        let imported = try Imported(text: "user,resource,time\nada,hr,2024-03-05\n")
        #expect(imported.accesses.first?.time?.description == "2024-03-05T00:00:00Z")
        #expect(imported.summary.remarks.zoneless == 0)
    }
}
