@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Share events as text for people")
struct EventTextTests {
    private typealias Sample = SampleEvent

    @Test("wevtutil's text")
    func wevtutil() throws {
        let text = Sample.all.enumerated().map { index, event in
            """
            Event[\(index)]:
              Log Name: Security
              Source: Microsoft-Windows-Security-Auditing
              Date: \(event.time.dropLast())
              Event ID: \(event.id)
              Task: File Share
              Keyword: Audit Success
              User: N/A
              User Name: N/A
              Computer: FS01.corp.example
              Description:
            \(event.message)


            """
        }.joined()
        let imported = try Imported(text: text) { $0.options.timeZone = .utc }
        #expect(imported.summary.files.map(\.format) == ["event-text"])
        Sample.expect(imported)
        #expect(imported.summary.remarks.zoneless == 2)
        #expect(imported.events.allSatisfy { $0.outcome == .success && $0.channel == "Security" })
    }

    @Test("Event Viewer's copy of events")
    func copied() throws {
        let text = zip(Sample.all, ["3/5/2024 8:00:00 AM", "3/15/2024 9:30:00 AM"]).map { event, time in
            """
            Log Name:      Security
            Source:        Microsoft-Windows-Security-Auditing
            Date:          \(time)
            Event ID:      \(event.id)
            Keywords:      Audit Failure
            User:          N/A
            Computer:      FS01.corp.example
            Description:
            \(event.message)
            Event Xml:
            <Event/>

            """
        }.joined(separator: "\r\n")
        let imported = try Imported(text: text) { $0.options.timeZone = .utc }
        Sample.expect(imported)
        #expect(imported.events.allSatisfy { $0.outcome == .failure })
    }

    @Test("PowerShell's list of properties")
    func listed() throws {
        let text = Sample.all.map { event in
            let message = event.message.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: "\n               ")
            return """

                TimeCreated  : \(event.time)
                ProviderName : Microsoft-Windows-Security-Auditing
                Id           : \(event.id)
                Message      : \(message)
                MachineName  : FS01.corp.example

                """
        }.joined()
        Sample.expect(try Imported(text: text))
    }

    @Test("Splunk's text, whose times have the month first and no zone")
    func splunk() throws {
        let text = zip(Sample.all, ["03/05/2024 08:00:00 AM", "03/15/2024 09:30:00.123 AM"]).map { event, time in
            """
            \(time)
            LogName=Security
            EventCode=\(event.id)
            EventType=0
            ComputerName=FS01.corp.example
            Type=Information
            RecordNumber=\(event.record)
            Keywords=Audit Success
            Message=\(event.message)

            """
        }.joined()
        let imported = try Imported(text: text) { $0.options.timeZone = .utc }
        Sample.expect(imported)
        #expect(imported.summary.remarks.zoneless == 2 && imported.events.map(\.recordNumber) == [900, 901])
        let other = text.replacing("EventCode=5140", with: "EventCode=4624").replacing("5140", with: "")
        #expect(try Imported(text: other).summary.files.map(\.otherRecords) == [1])
    }

    @Test("text of another encoding is malformed: two names must not become one")
    func encoding() throws {
        let text = zip(Sample.all, ["M#ller", "M#ller"]).map { event, name in
            "TimeCreated : \(event.time)\nId : \(event.id)\nMessage : Subject:\n Account Name: \(name)\n "
                + " Account Domain: CORP\n Share Name: \\\\*\\hr\n\n"
        }.joined()
        let bytes = text.utf8.map { $0 == UInt8(ascii: "#") ? 0xFC : $0 }
        let imported = try Imported(bytes: bytes)
        #expect(imported.events.isEmpty && imported.summary.malformed == 2)
        #expect(imported.complaints.first?.contains("--encoding windows-1252") == true)
        let read = try Imported(bytes: bytes) { $0.options.encoding = "windows-1252" }
        #expect(read.events.map(\.subjectUser) == ["Müller", "Müller"])
    }

    @Test("a message that lost its line ends is read by its labels")
    func flattened() {
        let text = Sample.all[1].message.replacing("\n", with: "  ").replacing("\t", with: " ")
        let fields = Dictionary(RenderedText.fields(of: text).map { ($0.field, $0.value) }) { first, _ in first }
        #expect(fields[.subjectUserName] == "bert" && fields[.shareName] == "\\\\*\\eng")
        #expect(fields[.relativeTargetName] == "plans\\q1.xlsx" && fields[.accessMask] == "0x1")
        #expect(fields[.subjectDomainName] == "CORP" && fields[.ipAddress] == "10.1.2.3")
    }

    @Test("XML with a prefix, between other lines, with what XML does not allow")
    func xml() throws {
        let events = Sample.all.map(\.xml)
        Sample.expect(
            try Imported(
                text: events.enumerated().map { "Record \($0.offset + 1)\n<?xml version='1.0'?>\n\($0.element)\n" }
                    .joined()))
        Sample.expect(try Imported(text: events.map { "Mar  5 08:00:00 FS01 \($0)\n" }.joined()))
        Sample.expect(try Imported(text: events.map { "<13>1 2024-03-05T08:00:00Z FS01 x - - - \($0)\n" }.joined()))
        let copied = events.joined(separator: "\n").replacing("<Event xmlns", with: "- <Event xmlns")
            .replacing("<System>", with: "\n- <System>").replacing("<EventData>", with: "\n- <EventData>")
        Sample.expect(try Imported(text: copied))
        let prefixed = events.joined().replacing("<Event", with: "<ns0:Event").replacing("</Event", with: "</ns0:Event")
            .replacing("<System", with: "<ns0:System").replacing("</System", with: "</ns0:System")
            .replacing("<Data", with: "<ns0:Data").replacing("</Data", with: "</ns0:Data")
            .replacing("<Time", with: "<ns0:Time").replacing("<Computer", with: "<ns0:Computer")
            .replacing("</Computer", with: "</ns0:Computer").replacing("<Channel", with: "<ns0:Channel")
            .replacing("</Channel", with: "</ns0:Channel").replacing("<Keywords", with: "<ns0:Keywords")
            .replacing("</Keywords", with: "</ns0:Keywords").replacing("xmlns=", with: "xmlns:ns0=")
        Sample.expect(try Imported(text: "<root>" + prefixed + "</root>"))
        let spelled = events.joined().replacing("'2024-03-05T08:00:00.123Z'", with: "'2024-03-05 08:00:00.123 UTC'")
        Sample.expect(try Imported(text: spelled))
        let bare = events.joined().replacing("File", with: "R&D & <![CDATA[x]]> \u{3}\u{1B} &#x3;")
        Sample.expect(try Imported(text: bare))
        let nameless = try Imported(text: events.joined().replacing("<Data Name='[A-Za-z]*'>", with: "<Data>"))
        #expect(nameless.events.count == 2)
    }
}
