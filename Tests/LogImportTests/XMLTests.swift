@testable import AccessLogs
@testable import Files
@testable import LogImport
import Testing

@Suite("Events as XML")
struct XMLTests {
    private func event(id: Int = 5140, user: String = "alice", record: Int = 7) -> String {
        """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='S'/>\
        <EventID>\(id)</EventID><Keywords>0x8010000000000000</Keywords>\
        <TimeCreated SystemTime='2020-08-20T15:35:28.503966700Z'/><EventRecordID>\(record)</EventRecordID>\
        <Channel>Security</Channel><Computer>FS1.corp.example</Computer></System><EventData>\
        <Data Name='SubjectUserSid'>S-1-5-21-1</Data><Data Name='SubjectUserName'>\(user)</Data>
        <Data Name='SubjectDomainName'>CORP</Data><Data Name='SubjectLogonId'>0x00000000000fc635</Data>\
        <Data Name='IpAddress'>10.0.0.1</Data><Data Name='IpPort'>5</Data><Data Name='ShareName'>\\\\*\\R&amp;D</Data>\
        <Data Name='ShareLocalPath'></Data><Data Name='AccessMask'>0x1</Data></EventData>\
        <RenderingInfo><Keywords><Keyword>Audit Success</Keyword></Keywords></RenderingInfo></Event>
        """
    }

    private var document: String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Events>" + event() + event(id: 4624) + "</Events>"
    }

    @Test("a document saved by Event Viewer")
    func eventViewer() throws {
        let imported = try Imported(text: document)
        let event = try #require(imported.events.first)
        #expect(imported.summary.files.map(\.format) == ["event-xml"])
        #expect(imported.summary.recordsRead == 2 && imported.events.count == 1)
        #expect(event.timestamp == "2020-08-20T15:35:28.503966Z")
        #expect(event.computer == "FS1.corp.example" && event.channel == "Security" && event.recordNumber == 7)
        #expect(event.subjectUser == "alice" && event.logonID == "0xfc635" && event.share == "\\\\*\\R&D")
        #expect(event.localPath == "" && event.outcome == .failure)
    }

    @Test("elements one after the other, as wevtutil prints them")
    func wevtutil() throws {
        let imported = try Imported(text: (1...100).map { event(record: $0) }.joined(separator: "\r\n"))
        #expect(imported.events.map(\.recordNumber) == (1...100).map(UInt64.init))
    }

    @Test("UTF-16 with a byte order mark", arguments: [false, true])
    func utf16(bigEndian: Bool) throws {
        let text = "\u{FEFF}" + document.replacing("alice", with: "zoë😀").replacing("utf-8", with: "utf-16")
        let bytes = text.utf16.flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(try Imported(bytes: bytes).events.map(\.subjectUser) == ["zoë😀"])
    }

    @Test("a document that ends within an event keeps the events before")
    func cut() throws {
        let imported = try Imported(text: event() + event().dropLast(20))
        #expect(imported.events.count == 1)
        #expect(imported.complaints == ["2: the event has no end: the file ends early."])
    }

    @Test(
        "an event without an end does not take the next one with it",
        arguments: ["<Event />", "<!-- <Event > -->", "<Event><System><EventID>5140</EventID></System>", "<Event"])
    func unclosed(before: String) throws {
        let imported = try Imported(text: "<Events>" + event() + before + "\n" + event(user: "mallory") + "</Events>")
        #expect(imported.events.map(\.subjectUser) == ["alice", "mallory"])
        #expect(imported.complaints == ["2: the event has no end before the next one begins."])
    }

    @Test("an event within another is read, and the outer one is told")
    func nested() throws {
        let outer = event().replacing("</EventData>", with: "</EventData>" + event(user: "mallory"))
        let imported = try Imported(text: outer)
        #expect(imported.events.map(\.subjectUser) == ["mallory"])
        #expect(imported.summary.malformed == 1)
    }

    @Test("CDATA is text like any other")
    func cdata() throws {
        let text = event(user: "al<![CDATA[ice]]>").replacing(">5140<", with: "><![CDATA[5140]]><")
        #expect(try Imported(text: text).events.map(\.subjectUser) == ["alice"])
    }

    @Test("no entity of the document's own is expanded")
    func entities() throws {
        let bomb = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" + event(user: "&a;") + event()
        let imported = try Imported(text: "<?xml version=\"1.0\"?>" + bomb)
        #expect(imported.events.map(\.subjectUser) == ["alice"])
        #expect(imported.summary.malformed == 1)
    }
}
