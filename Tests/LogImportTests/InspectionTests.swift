@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Inspecting a log")
struct InspectionTests {
    private func inspect(
        _ text: String, records: Int = 5, settings: (inout LogImporter) -> Void = { _ in }
    ) throws -> LogInspection {
        let logs = try Logs()
        var importer = LogImporter(readers: .text)
        importer.options.filters = ["ipc-share"]
        settings(&importer)
        let inspections = try importer.inspect(try logs.write("log", text), records: records)
        return try #require(inspections.first)
    }

    @Test("tells the format, and of each record what each field became and why it does not count")
    func records() throws {
        let inspection = try inspect(
            nxlog(id: 4624) + nxlog() + nxlog(share: "IPC$") + nxlog(id: 5145) + nxlog(time: "soon")
                + "{\"what\":\"5140\"}\n" + nxlog())
        #expect(inspection.format == "json-lines" && inspection.records == 6 && inspection.otherRecords == 1)
        #expect(inspection.shown.map(\.line) == [2, 3, 4, 5, 6])
        #expect(inspection.shown.map(\.kind) == ["5140", "5140", "5145", "malformed", "unclear"])
        #expect(inspection.shown.map { $0.reason == nil } == [true, false, false, false, false])
        #expect(inspection.shown[1].reason?.contains("ipc-share") == true)
        let share = try #require(inspection.shown[0].fields.first { $0.field == "share" })
        #expect(share.value == "\\\\*\\Finance" && share.origin == "ShareName")
        #expect(inspection.shown[0].access?.user == "corp\\alice")
    }

    @Test("tells where fields stand, however deep")
    func origins() throws {
        let event = SampleEvent.all[0]
        let nested = SampleEvent.json([
            "Computer": "FS01", "EventId": 5140, "TimeCreated": event.time,
            "Payload": SampleEvent.json(["EventData": event.dataObject]),
        ])
        let fields = try #require(inspect(nested).shown.first).fields
        #expect(fields.first { $0.field == "share" }?.origin == "Payload.EventData.ShareName")
        let table = try inspect("TimeGenerated,EventID,ShareName,Account\n2024-03-05,5140,hr,CORP\\ada\n")
        #expect(table.columns == ["TimeGenerated", "EventID", "ShareName", "Account"])
        #expect(table.shown.first?.fields.first { $0.field == "account" }?.origin == "column Account")
    }

    @Test("says how a log begins whose format is not recognised")
    func unknown() throws {
        let inspection = try inspect("a,b\n1,2\n")
        #expect(inspection.format == nil && inspection.summary.contains("a,b") && inspection.columns == ["a", "b"])
    }

    @Test("is written as JSON")
    func encoding() throws {
        let data = try JSONEncoder().encode([try inspect(nxlog())])
        let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(objects.first?["format"] as? String == "json-lines")
    }
}
