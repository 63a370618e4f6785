@testable import AccessLogs
import Foundation
@testable import LogImport
import Testing

/// Two share events that tests write in the shapes of many programs.
struct SampleEvent {
    var id: Int
    var user: String
    var share: String
    var target: String?
    var time: String
    var record: Int

    static let all = [
        SampleEvent(id: 5140, user: "ada", share: "hr$", target: nil, time: "2024-03-05T08:00:00.123Z", record: 900),
        SampleEvent(
            id: 5145, user: "bert", share: "eng", target: "plans\\q1.xlsx", time: "2024-03-15T09:30:00.123Z",
            record: 901),
    ]

    var sid: String { "S-1-5-21-1-2-3-\(1000 + record)" }
    var epoch: Double { Double(Timestamp(iso8601: time)?.microseconds ?? 0) / 1e6 }

    /// The data of the event under Windows' names, in its order.
    var data: [(name: String, value: String)] {
        [
            ("SubjectUserSid", sid), ("SubjectUserName", user), ("SubjectDomainName", "CORP"),
            ("SubjectLogonId", "0x1000"), ("ObjectType", "File"), ("IpAddress", "10.1.2.3"), ("IpPort", "50123"),
            ("ShareName", "\\\\*\\" + share), ("ShareLocalPath", "\\??\\D:\\" + share),
        ] + (target.map { [("RelativeTargetName", $0)] } ?? []) + [
            ("AccessMask", "0x1"), ("AccessList", "%%4416\r\n\t"),
        ]
    }

    var dataObject: [String: Any] { Dictionary(uniqueKeysWithValues: data.map { ($0.name, $0.value as Any) }) }

    var xml: String {
        let data = data.map { "<Data Name='\($0.name)'>\($0.value)</Data>" }.joined()
        return """
            <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>\(id)</EventID>\
            <Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='\(time)'/>\
            <EventRecordID>\(record)</EventRecordID><Channel>Security</Channel><Computer>FS01.corp.example</Computer>\
            </System><EventData>\(data)</EventData></Event>
            """
    }

    /// What people see of the event.
    var message: String {
        """
        A network share object was accessed.

        Subject:
        \tSecurity ID:\t\t\(sid)
        \tAccount Name:\t\t\(user)
        \tAccount Domain:\t\tCORP
        \tLogon ID:\t\t0x1000

        Network Information:
        \tObject Type:\t\tFile
        \tSource Address:\t\t10.1.2.3
        \tSource Port:\t\t50123

        Share Information:
        \tShare Name:\t\t\\\\*\\\(share)
        \tShare Path:\t\t\\??\\D:\\\(share)
        \(target.map { "\tRelative Target Name:\t\($0)\n" } ?? "")
        Access Request Information:
        \tAccess Mask:\t\t0x1
        \tAccesses:\t\tReadData
        """
    }

    static func json(_ object: Any, pretty: Bool = false) -> String {
        let options: JSONSerialization.WritingOptions = pretty ? [.sortedKeys, .prettyPrinted] : [.sortedKeys]
        let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Checks that an import found the events, with all that the shape has of them.
    static func expect(
        _ imported: Imported, hasComputer: Bool = true, hasSession: Bool = true, hasAddress: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(imported.complaints == [], sourceLocation: sourceLocation)
        #expect(imported.events.map(\.kind.rawValue) == all.map(\.id), sourceLocation: sourceLocation)
        #expect(imported.events.map(\.subjectUser) == all.map(\.user), sourceLocation: sourceLocation)
        #expect(imported.events.map(\.subjectDomain) == ["CORP", "CORP"], sourceLocation: sourceLocation)
        #expect(imported.events.map(\.share) == all.map { "\\\\*\\" + $0.share }, sourceLocation: sourceLocation)
        #expect(
            imported.events.map { ($0.time?.microseconds ?? 0) / 1_000_000 } == all.map { Int64($0.epoch) },
            sourceLocation: sourceLocation)
        if hasComputer {
            #expect(Set(imported.events.map(\.computer)) == ["FS01.corp.example"], sourceLocation: sourceLocation)
        }
        if hasSession {
            #expect(Set(imported.events.map(\.logonID)) == ["0x1000"], sourceLocation: sourceLocation)
            #expect(imported.events.map(\.subjectSID) == all.map(\.sid), sourceLocation: sourceLocation)
        }
        if hasAddress { #expect(Set(imported.events.map(\.address)) == ["10.1.2.3"], sourceLocation: sourceLocation) }
    }
}
