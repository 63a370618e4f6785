@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Events as JSON")
struct JSONTests {
    @Test("NXLog: the event is read field by field")
    func nxlogShape() throws {
        let imported = try Imported(text: nxlog(record: 17))
        let event = try #require(imported.events.first)
        #expect(imported.summary.files.map(\.format) == ["json-lines"])
        #expect(event.kind == .shareAccessed)
        #expect(event.timestamp == "2024-03-01T08:00:00.123Z")
        #expect(event.time?.description == "2024-03-01T08:00:00.123000Z")
        #expect(event.computer == "FS01.corp.example")
        #expect(event.subjectUser == "alice" && event.subjectDomain == "CORP")
        #expect(event.share == "\\\\*\\Finance" && event.localPath == "\\??\\D:\\Finance")
        #expect(event.logonID == "0x1a2b" && event.accessMask == "0x1")
        #expect(event.address == "10.0.0.7" && event.port == "50123")
        #expect(event.recordNumber == 17 && event.channel == "Security")
        #expect(event.outcome == .success)
        let access = try #require(imported.accesses.first)
        #expect(access.user.name == "corp\\alice")
        #expect(access.resource.name == "\\\\fs01.corp.example\\finance")
        #expect(access.tenant == "0" && access.weight == 1)
    }

    private func event(_ fields: String) -> String {
        """
        {"SubjectUserName":"bob","SubjectDomainName":"CORP","ShareName":"\\\\\\\\*\\\\HR",\(fields)}

        """
    }

    @Test(
        "the outcome is read from the keywords in every spelling",
        arguments: [
            ("-9214364837600034816", AccessEvent.Outcome.success), ("\"-9218868437227405312\"", .failure),
            ("\"0x8020000000000000\"", .success), ("\"0x8010000000000000\"", .failure),
            ("9232379236109516800", .success), ("9227875636482146000", .failure), ("9232379236109517000", .success),
            ("[\"Audit Success\"]", .success), ("[\"Audit Failure\"]", .failure),
        ])
    func keywords(keywords: String, outcome: AccessEvent.Outcome) throws {
        let text = event("\"EventID\":\"5140\",\"EventTime\":\"2024-03-01 09:00:00Z\",\"Keywords\":\(keywords)")
        #expect(try Imported(text: text).events.map(\.outcome) == [outcome])
    }

    @Test("an event that a shipper sent without keywords is a success; one of Log Analytics does not say")
    func missingKeywords() throws {
        let shipped = event("\"EventID\":5140,\"TimeCreated\":\"2020-10-19 03:30:46.625\",\"ShareLocalPath\":null")
        let exported = event("\"EventID\":5140,\"TimeGenerated\":\"2024-03-01T08:00:00.1234567Z\",\"TenantId\":\"t-1\"")
        let imported = try Imported(text: shipped + exported)
        #expect(imported.events.map(\.outcome) == [.success, .unknown])
        #expect(imported.events.map(\.localPath) == ["", ""])
        #expect(imported.events.first?.time?.description == "2020-10-19T03:30:46.625000Z")
        #expect(imported.accesses.map(\.tenant) == ["0", "t-1"])
    }

    @Test("@timestamp goes before TimeCreated, TimeGenerated and EventTime")
    func timeOrder() throws {
        let times = [
            "\"@timestamp\":\"2024-01-01T00:00:00Z\"", "\"TimeCreated\":\"2024-01-02T00:00:00Z\"",
            "\"TimeGenerated\":\"2024-01-03T00:00:00Z\"", "\"EventTime\":\"2024-01-04T00:00:00Z\"",
        ]
        for first in times.indices {
            let text = event("\"EventID\":5145," + times[first...].reversed().joined(separator: ","))
            #expect(try Imported(text: text).events.first?.timestamp.hasPrefix("2024-01-0\(first + 1)") == true)
        }
    }

    @Test("Winlogbeat 6 nests the fields in event_data")
    func winlogbeat6() throws {
        let text = """
            {"@timestamp":"2019-05-18T20:43:56.981Z","event_id":5140,"computer_name":"DC01.corp.example",\
            "log_name":"Security","record_number":"12283368","keywords":["Audit Success"],"host":{"name":"collector"},\
            "event_data":{"SubjectUserName":"DC01$","SubjectDomainName":"CORP","ShareName":"\\\\\\\\*\\\\SYSVOL",\
            "SubjectLogonId":"0x0012EB1578","AccessMask":"0x00000001","IpAddress":"fe80::1","IpPort":57696}}
            """
        let event = try #require(try Imported(text: text).events.first)
        #expect(event.computer == "DC01.corp.example" && event.channel == "Security")
        #expect(event.recordNumber == 12_283_368)
        #expect(event.logonID == "0x12eb1578" && event.accessMask == "0x1")
        #expect(event.port == "57696" && event.outcome == .success)
    }

    @Test("newer Winlogbeat nests them in winlog.event_data")
    func winlogbeat7() throws {
        let text = """
            {"@timestamp":"2024-05-18T20:43:56.981Z","event":{"code":"5145","outcome":"failure","created":"x"},\
            "winlog":{"computer_name":"FS1","channel":"Security","record_id":9,"event_data":{"SubjectUserName":"eve",\
            "SubjectDomainName":"CORP","ShareName":"\\\\\\\\*\\\\HR","RelativeTargetName":"pay\\\\2024.xlsx"}}}
            """
        let event = try #require(try Imported(text: text).events.first)
        #expect(event.kind == .objectChecked && event.outcome == .failure)
        #expect(event.computer == "FS1" && event.recordNumber == 9)
        #expect(event.relativeTarget == "pay\\2024.xlsx")
    }

    @Test("events that were XML before: Event.System and Event.EventData")
    func convertedXML() throws {
        let text = """
            {"Event":{"#attributes":{"xmlns":"x"},"System":{"EventID":5140,"Computer":"FS1","EventRecordID":5,\
            "Keywords":"0x8020000000000000","TimeCreated":{"#attributes":{"SystemTime":"2024-01-02T03:04:05.5Z"}}},\
            "EventData":{"SubjectUserName":"eve","SubjectDomainName":"CORP","ShareName":"\\\\\\\\*\\\\HR"}}}
            """
        let event = try #require(try Imported(text: text).events.first)
        #expect(event.timestamp == "2024-01-02T03:04:05.5Z" && event.computer == "FS1" && event.outcome == .success)
    }

    @Test("an array of events, over any number of lines")
    func array() throws {
        let other = "{\"EventID\":4624,\"Message\":\"a } in a \\\"string\\\"\"}"
        let text = "[\n" + [nxlog(record: 1), other, nxlog(record: 2)].joined(separator: ",\n") + "]\n"
        let imported = try Imported(text: text)
        #expect(imported.summary.files.map(\.format) == ["json-array"])
        #expect(imported.events.map(\.recordNumber) == [1, 2])
        #expect(imported.summary.recordsRead == 3)
        #expect(try Imported(text: "[\(nxlog()), {\"EventID\":").complaints.count == 1)
    }

    @Test(
        "a damaged object of an array costs no more than itself",
        arguments: [
            (",\n", #"{"EventID":5140,"Eve"#), (",", #"{"EventID":5140,"Host":"a}"#), (" , ", #"{{"EventID":5140}"#),
            (",\n  ", #"{"EventID":5140,"a":[{"b":1},{"b":2}],"c":{"d":1}"#),
        ])
    func damagedObject(separator: String, damaged: String) throws {
        let objects = [nxlog(record: 1), damaged, nxlog(record: 2), nxlog(record: 3)]
        let text = objects.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: separator)
        let imported = try Imported(text: "[" + text + "]")
        #expect(imported.events.map(\.recordNumber) == [1, 2, 3])
        #expect(imported.complaints.count == 1)
    }

    @Test("an array without its end is not read to its end")
    func openArray() throws {
        let imported = try Imported(text: "[\n" + nxlog(record: 1) + ",\n")
        #expect(imported.events.count == 1)
        #expect(!imported.summary.isComplete)
    }

    @Test("events of other kinds are counted and left alone")
    func others() throws {
        let imported = try Imported(text: "{\"EventID\":4624}\n\n{\"Message\":\"5140\"}\n" + nxlog())
        #expect(imported.summary.recordsRead == 3)
        #expect(imported.events.count == 1)
        #expect(imported.summary.malformed == 0)
    }

    @Test("the same account and share have one name, however they are spelled")
    func folding() throws {
        let text = nxlog(user: "Alice", share: "FINANCE", computer: "fs01.CORP.example") + nxlog()
        let imported = try Imported(text: text)
        #expect(Set(imported.accesses.map(\.user.name)).count == 1)
        #expect(Set(imported.accesses.map(\.resource)).count == 1)
        let scoped = try Imported(text: nxlog(computer: "a") + nxlog(computer: "b")) {
            $0.options.resourceScope = .share
        }
        #expect(scoped.accesses.map(\.resource.name) == ["\\\\*\\finance", "\\\\*\\finance"])
    }
}
