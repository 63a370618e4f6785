@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Share events in the JSON of many programs")
struct JSONShapeTests {
    private typealias Sample = SampleEvent

    private static func system(_ event: SampleEvent) -> [String: Any] {
        [
            "EventID": event.id, "Keywords": "0x8020000000000000", "EventRecordID": event.record, "Channel": "Security",
            "Computer": "FS01.corp.example",
        ]
    }

    private static func lowerCamel(_ object: [String: Any]) -> [String: Any] {
        Dictionary(uniqueKeysWithValues: object.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), $0.value) })
    }

    private static func listed(_ event: SampleEvent) -> [[String: Any]] {
        event.data.map { ["@Name": $0.name, "#text": $0.value] }
    }

    private static func winlogbeat(_ event: SampleEvent) -> [String: Any] {
        [
            "@timestamp": event.time, "event": ["code": "\(event.id)", "outcome": "success"],
            "winlog": [
                "computer_name": "FS01.corp.example", "record_id": event.record, "channel": "Security",
                "event_data": event.dataObject,
            ] as [String: Any],
        ]
    }

    private static func dotted(_ object: [String: Any], _ prefix: String = "") -> [String: Any] {
        object.reduce(into: [:]) { flat, member in
            let name = prefix.isEmpty ? member.key : prefix + "." + member.key
            if let inner = member.value as? [String: Any] {
                flat.merge(dotted(inner, name)) { $1 }
            } else {
                flat[name] = member.value
            }
        }
    }

    /// The document that a program makes of an event.
    private static var shapes: [(name: String, make: (SampleEvent) -> [String: Any])] {
        [
            ("Winlogbeat", winlogbeat),
            ("elasticdump", { ["_index": "w", "_source": winlogbeat($0)] }),
            ("dotted keys", { dotted(winlogbeat($0)) }),
            ("fields of arrays", { ["_index": "w", "fields": dotted(winlogbeat($0)).mapValues { [$0] }] }),
            (
                "Wazuh",
                { event in
                    var system = lowerCamel(system(event))
                    system["systemTime"] = event.time
                    return [
                        "timestamp": "2030-01-01T00:00:00.000+0000", "agent": ["name": "agent"],
                        "manager": ["name": "wz"],
                        "data": ["win": ["system": system, "eventdata": lowerCamel(event.dataObject)]],
                    ]
                }
            ),
            (
                "flat, all in lower case",
                { event in
                    let all = event.dataObject.merging(system(event)) { $1 }.merging(["TimeCreated": event.time]) { $1 }
                    return Dictionary(uniqueKeysWithValues: all.map { ($0.key.lowercased(), $0.value) })
                }
            ),
            (
                "Velociraptor",
                { event in
                    var system = system(event), data = event.dataObject
                    system["EventID"] = ["Value": event.id]
                    system["TimeCreated"] = ["SystemTime": event.epoch]
                    data["SubjectLogonId"] = 0x1000
                    return ["System": system, "EventData": data, "Message": "x"]
                }
            ),
            (
                "osquery",
                { event in
                    [
                        "name": "windows_events", "hostIdentifier": "x", "unixTime": 1,
                        "columns": [
                            "computer_name": "FS01.corp.example",
                            "data": SampleEvent.json(["EventData": event.dataObject]),
                            "datetime": event.time, "eventid": "\(event.id)", "keywords": "0x8020000000000000",
                        ],
                    ]
                }
            ),
            (
                "WindowsEvent with its data as text",
                { event in
                    system(event).merging([
                        "TimeGenerated": event.time, "EventData": SampleEvent.json(event.dataObject),
                    ]) { $1 }
                }
            ),
            (
                "SecurityEvent with its data as XML",
                { event in
                    let data = event.data.map { "<Data Name=\"\($0.name)\">\($0.value)</Data>" }.joined()
                    return system(event).merging([
                        "TimeGenerated": event.time, "ShareName": "", "SubjectUserName": NSNull(),
                        "EventData":
                            "<EventData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\(data)</EventData>",
                    ]) { $1 }
                }
            ),
            (
                "EvtxECmd",
                { event in
                    [
                        "PayloadData1": "x", "UserName": "-\\-", "Computer": "FS01.corp.example", "Channel": "Security",
                        "EventId": event.id, "EventRecordId": "\(event.record)", "TimeCreated": event.time,
                        "Payload": SampleEvent.json(["EventData": ["Data": listed(event)]]),
                    ]
                }
            ),
            (
                "xmltodict",
                { event in
                    var system = system(event)
                    system["EventID"] = ["@Qualifiers": "", "#text": "\(event.id)"]
                    system["TimeCreated"] = ["@SystemTime": event.time]
                    return ["Event": ["@xmlns": "x", "System": system, "EventData": ["Data": listed(event)]]]
                }
            ),
            (
                "evtx_dump with separate attributes",
                { event in
                    var system = system(event)
                    system["TimeCreated_attributes"] = ["SystemTime": event.time]
                    return ["Event": ["System": system, "EventData": ["Data": event.dataObject]]]
                }
            ),
            (
                "Fluent Bit without names",
                { event in
                    system(event).merging([
                        "TimeCreated": event.time.replacing("T", with: " ").replacing(".123Z", with: " +0000"),
                        "StringInserts": event.data.map(\.value),
                    ]) { $1 }
                }
            ),
            (
                "Get-WinEvent",
                { event in
                    [
                        "Id": event.id, "RecordId": event.record, "MachineName": "FS01.corp.example",
                        "LogName": "Security",
                        "TimeCreated": "/Date(\(Int(event.epoch * 1000)))/",
                        "Keywords": -9_214_364_837_600_034_816 as Int64,
                        "Properties": event.data.map { ["Value": $0.value] },
                    ]
                }
            ),
            (
                "Get-WinEvent with the message alone",
                { event in
                    [
                        "Id": event.id, "MachineName": "FS01.corp.example", "KeywordsDisplayNames": ["Audit Success"],
                        "TimeCreated": [
                            "value": "/Date(\(Int(event.epoch * 1000)))/", "DisplayHint": 2, "DateTime": "x",
                        ],
                        "Message": event.message,
                    ] as [String: Any]
                }
            ),
            ("Splunk", { ["preview": false, "result": ["_time": "2030-01-01", "host": "x", "_raw": $0.xml]] }),
            (
                "chainsaw",
                { event in
                    var system = system(event)
                    system["TimeCreated"] = ["#attributes": ["SystemTime": event.time]]
                    return [
                        "group": "Sigma", "name": "x", "timestamp": "2030-01-01T00:00:00Z",
                        "document": [
                            "kind": "evtx", "data": ["Event": ["System": system, "EventData": event.dataObject]],
                        ],
                    ]
                }
            ),
            (
                "plaso",
                { event in
                    [
                        "event_identifier": event.id, "computer_name": "FS01.corp.example",
                        "record_number": event.record,
                        "timestamp": Int(event.epoch * 1e6), "strings": event.data.map(\.value),
                    ]
                }
            ),
        ]
    }

    @Test("one document a line, whatever its shape", arguments: shapes.map(\.name))
    func lines(name: String) throws {
        let shape = try #require(Self.shapes.first { $0.name == name })
        let text = Sample.all.map { SampleEvent.json(shape.make($0)) + "\n" }.joined()
        let imported = try Imported(text: text)
        #expect(imported.summary.files.map(\.format) == ["json-lines"])
        Sample.expect(imported)
        let behind = Sample.all.map { "<13>Mar  5 08:00:00 FS01 x: \(SampleEvent.json(shape.make($0)))\n" }.joined()
        Sample.expect(try Imported(text: behind))
        let marked = Sample.all.map { "\u{FEFF}" + SampleEvent.json(shape.make($0)) + "\n" }.joined()
        Sample.expect(try Imported(text: marked))
    }

    @Test("documents over several lines, in an array, or with lines between them", arguments: shapes.map(\.name))
    func documents(name: String) throws {
        let shape = try #require(Self.shapes.first { $0.name == name })
        let documents = Sample.all.map { SampleEvent.json(shape.make($0), pretty: true) }
        let apart = try Imported(text: documents.joined(separator: "\n"))
        #expect(apart.summary.files.map(\.format) == ["json-documents"])
        Sample.expect(apart)
        let numbered = documents.enumerated().map { "Record \($0.offset + 1)\n\($0.element)\n" }.joined()
        Sample.expect(try Imported(text: numbered))
        Sample.expect(try Imported(text: "[\n" + documents.joined(separator: ",\n") + "\n]"))
    }

    @Test("an answer of a search holds its hits, one of Log Analytics rows, a message of Event Hubs records")
    func envelopes() throws {
        let hits = Sample.all.map { ["_id": "x", "_source": Self.winlogbeat($0)] as [String: Any] }
        let search: [String: Any] = ["took": 3, "hits": ["total": ["value": 2], "hits": hits] as [String: Any]]
        let names = ["TimeGenerated", "Computer", "EventID", "Nothing", "EventData"]
        let rows = Sample.all.map { event in
            [event.time, "FS01.corp.example", event.id, NSNull(), SampleEvent.json(event.dataObject)] as [Any]
        }
        let table: [String: Any] = [
            "name": "PrimaryResult", "columns": names.map { ["name": $0, "type": "string"] }, "rows": rows,
        ]
        let records = ["records": Sample.all.map(Self.winlogbeat)]
        for document in [search, ["tables": [table]], records] {
            Sample.expect(try Imported(text: SampleEvent.json(document)))
            Sample.expect(try Imported(text: SampleEvent.json(document, pretty: true)))
        }
    }

    @Test("answers that are larger than a record are read element by element", arguments: [false, true])
    func largeEnvelopes(pretty: Bool) throws {
        let events = (0..<300).map { number in
            var event = Sample.all[number % 2]
            event.record = number
            return event
        }
        let hits: [String: Any] = [
            "took": 3,
            "hits": ["total": 300, "hits": events.map { ["_source": Self.winlogbeat($0)] }] as [String: Any],
        ]
        let rows = events.map { [$0.time, "FS01", $0.id, $0.user, "CORP", "\\\\*\\" + $0.share, $0.message] as [Any] }
        let names = ["TimeGenerated", "Computer", "EventID", "SubjectUserName", "SubjectDomainName", "ShareName", "x"]
        let tables: [String: Any] = [
            "tables": [["columns": names.map { ["name": $0] }, "name": "a", "rows": rows] as [String: Any]]
        ]
        for document in [hits, tables] {
            let imported = try Imported(text: SampleEvent.json(document, pretty: pretty)) {
                $0.limits.recordBytes = 20_000
            }
            #expect(imported.summary.files.map(\.format) == ["json-envelope"])
            #expect(imported.complaints == [])
            #expect(imported.events.map(\.subjectUser) == events.map(\.user))
        }
    }

    @Test("records without a name of the event id are told, where the number of a share event is in them")
    func unclear() throws {
        let text = "{\"what\":\"event 5140\",\"who\":\"ada\"}\n{\"EventID\":4624,\"port\":5145}\n{\"x\":1}\n"
        let summary = try Imported(text: text).summary
        #expect(summary.remarks.unclear == 1 && !summary.isComplete)
        #expect(summary.unclearExamples.map(\.location?.line) == [1])
        #expect(summary.files.map(\.otherRecords) == [3])
    }

    @Test("values without names whose number fits no event are named")
    func positions() throws {
        let text =
            #"{"EventID":5140,"TimeCreated":"2024-03-05T08:00:00Z","StringInserts":["a","b","c","d","e","f","g","h","i"]}"#
        #expect(try Imported(text: text).complaints.first?.contains("StringInserts holds 9 values") == true)
    }

    @Test("the computer's full name and the collector's are told apart")
    func collector() throws {
        var document = Self.winlogbeat(Sample.all[0])
        document["host"] = ["name": "collector"]
        document["agent"] = ["hostname": "collector", "name": "collector"]
        document["winlog"] = ["event_data": Sample.all[0].dataObject, "computer_name": "FS01.corp.example"]
        #expect(
            try Imported(text: SampleEvent.json(Self.dotted(document))).events.map(\.computer) == ["FS01.corp.example"])
    }

    @Test("a document that is nested beyond measure is malformed, and neither traps nor hangs")
    func deep() throws {
        let deep = String(repeating: "{\"a\":", count: 900) + "5140" + String(repeating: "}", count: 900)
        let text = String(repeating: "[", count: 900) + "5140" + String(repeating: "]", count: 900)
        var nested = "{\"EventID\":5140}"
        for _ in 0..<12 { nested = SampleEvent.json(["data": nested]) }
        let imported = try Imported(text: "{\"x\":\(deep)}\n{\"data\":\"\(text)\"}\n" + nested + "\n" + nxlog())
        #expect(imported.events.count == 1)
        #expect(imported.summary.recordsRead == 4)
    }
}
