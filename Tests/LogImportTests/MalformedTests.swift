@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Malformed records")
struct MalformedTests {
    @Test("are counted, named by line, and passed over")
    func passedOver() throws {
        let text =
            nxlog() + "{\"EventID\":5140,\n" + "not json\n" + "[1]\n" + nxlog(time: "soon")
            + nxlog(time: "1500-01-01T00:00:00Z") + nxlog(user: "", sid: "") + nxlog(record: 9)
        let imported = try Imported(text: text)
        #expect(imported.events.count == 2)
        #expect(imported.summary.malformed == 6)
        #expect(imported.complaints.map { $0.prefix(2) } == ["2:", "3:", "4:", "5:", "6:", "7:"])
        #expect(
            imported.complaints[3...] == [
                "5: the time \"soon\" cannot be understood.",
                "6: the time \"1500-01-01T00:00:00Z\" cannot be understood.",
                "7: the event names no account.",
            ])
        #expect(imported.summary.files.map(\.malformed) == [6])
    }

    @Test("end a strict import, with file and line")
    func strict() throws {
        let error = try #require(throws: FileError.self) {
            try Imported(text: nxlog() + "{\n") { $0.options.strict = true }
        }
        #expect(error.location?.line == 2)
        #expect(error.description.contains("/log:2: the line is not valid JSON"))
    }

    @Test("invalid UTF-8 is never let through", arguments: ["json", "csv", "xml"])
    func encoding(kind: String) throws {
        let text =
            switch kind {
            case "json": nxlog() + nxlog(user: "#")
            case "csv": "user,resource\nu,r\n#,r\n"
            default: "<Event><a/></Event><Event><a#>5140</a#></Event>"
            }
        let imported = try Imported(bytes: text.utf8.map { $0 == UInt8(ascii: "#") ? 0xFF : $0 })
        #expect(imported.summary.recordsRead == 2)
        #expect(imported.summary.malformed == 1)
    }

    @Test("lines beyond the limit are passed over in bounded memory", arguments: ["json", "array", "csv", "xml"])
    func longLines(kind: String) throws {
        let filler = String(repeating: "x", count: 3_000_000)
        let text =
            switch kind {
            case "json": nxlog() + "{\"EventID\":5140,\"x\":\"\(filler)\"}\n" + nxlog()
            case "array": "[" + nxlog() + ",{\"EventID\":5140,\"x\":\"\(filler)\"}," + nxlog() + "]"
            case "csv": "user,resource\nu,r\nu,\(filler)\nu,r\n"
            default: "<Event><x/></Event><Event><!-- 5140 \(filler)--></Event><Event></Event>"
            }
        let imported = try Imported(text: text) { $0.limits.recordBytes = 1_000_000 }
        #expect(imported.summary.recordsRead == 3)
        #expect(imported.summary.malformed == 1)
        #expect(imported.complaints.first?.contains("longer than 1000000 bytes") == true)
    }

    @Test("only the first ten are kept as examples")
    func examples() throws {
        let imported = try Imported(text: "{}\n" + String(repeating: "{\n", count: 25))
        #expect(imported.summary.malformed == 25)
        #expect(imported.summary.malformedExamples.count == 10)
    }

    @Test("noise of any kind neither crashes nor hangs")
    func noise() throws {
        var generator = SystemRandomNumberGenerator()
        let samples = [
            nxlog(), "user,resource,time,count\nu,r,1,1\n",
            "<Event a='b'><System><EventID>5140</EventID></System></Event>",
        ]
        for sample in samples {
            for _ in 0..<200 {
                var bytes = Array(sample.utf8)
                for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255) }
                _ = try? Imported(bytes: bytes)
            }
        }
    }
}

@Suite("The summary")
struct SummaryTests {
    @Test("is written with snake-case keys")
    func encoding() throws {
        let summary = try Imported(text: nxlog() + "{\n") { $0.options.filters = ["ipc-share"] }.summary
        let data = try JSONEncoder().encode(summary)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "files", "records_read", "share_events", "table_rows", "accesses_kept", "dropped", "merged_5145",
                "not_requested_5145", "malformed", "malformed_examples", "unrecognised",
            ])
        #expect(object["share_events"] as? [String: Int] == ["5140": 1, "5145": 0])
        #expect(object["dropped"] as? [String: Int] == ["ipc-share": 0])
    }

    @Test("options survive being stored")
    func options() throws {
        var options = ImportOptions()
        options.columns = ColumnMapping(user: "a", resource: "b", time: "c")
        options.filters = ["loopback"]
        options.resourceScope = .share
        let data = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(ImportOptions.self, from: data) == options)
    }
}
