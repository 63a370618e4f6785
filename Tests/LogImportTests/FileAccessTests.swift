@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Accesses to files by their paths")
struct FileAccessTests {
    private func xml(_ path: String, id: Int = 4663, type: String = "File", provider: String = "Microsoft") -> String {
        """
        <Event><System><Provider Name='\(provider)'/><EventID>\(id)</EventID><TimeCreated SystemTime='2024-03-05T08:00:00Z'/>\
        <Computer>FS01</Computer></System><EventData><Data Name='SubjectUserName'>ada</Data>\
        <Data Name='SubjectDomainName'>CORP</Data><Data Name='SubjectLogonId'>0x7</Data><Data Name='ObjectServer'>Security</Data>\
        <Data Name='ObjectType'>\(type)</Data><Data Name='ObjectName'>\(path)</Data></EventData></Event>

        """
    }

    private func json(_ path: String, id: Int = 4663) -> String {
        SampleEvent.json([
            "EventID": id, "TimeCreated": "2024-03-05T08:00:00Z", "Computer": "FS01", "SubjectUserName": "ada",
            "SubjectDomainName": "CORP", "SubjectLogonId": "0x7", "ObjectType": "File", "ObjectName": path,
        ]) + "\n"
    }

    private func resources(_ text: String, _ folders: [String]) throws -> [String] {
        try Imported(text: text) {
            $0.options.sharedFolders = try SharedFolders(arguments: folders)
            $0.options.includeObjectChecks = true
        }.accesses.map(\.resource.name)
    }

    @Test("the longest folder that a file lies in says the share")
    func mapping() throws {
        let folders = try SharedFolders(arguments: ["D:\\Shares\\*", "D:\\Shares\\old=archive", "E:\\Data=data"])
        #expect(folders.share(ofFile: "d:\\shares\\HR\\a\\b.txt").map { [$0.share, $0.rest] } == ["HR", "a\\b.txt"])
        #expect(folders.share(ofFile: "D:\\Shares\\old\\x").map { [$0.share, $0.rest] } == ["archive", "x"])
        #expect(folders.share(ofFile: "\\??\\E:\\Data").map { [$0.share, $0.rest] } == ["data", ""])
        #expect(folders.share(ofFile: "D:\\Shares") == nil && folders.share(ofFile: "C:\\Windows\\x") == nil)
        #expect(folders.share(ofFile: "E:\\Database\\x") == nil)
        for argument in ["", "*", "D:\\x", "D:\\x\\*=y", "=x", "D:\\x="] {
            #expect(throws: ImportOptionError.self) { try SharedFolders(arguments: [argument]) }
        }
    }

    @Test("events 4656 and 4663 count where folders are given, in XML, JSON and tables")
    func events() throws {
        let folders = ["D:\\Shares\\*", "\\Device\\HarddiskVolume8\\share=fsx"]
        let paths = ["D:\\Shares\\hr\\a.txt", "C:\\x", "\\Device\\HarddiskVolume8\\share\\b\\c.txt"]
        let expected = ["\\\\fs01\\hr", "\\\\fs01\\fsx"]
        #expect(try resources(paths.map { xml($0) }.joined() + xml("D:\\Shares\\x", type: "Key"), folders) == expected)
        #expect(try resources(paths.map { json($0, id: 4656) }.joined(), folders) == expected)
        let table =
            "TimeGenerated,Computer,EventID,SubjectUserName,SubjectDomainName,ShareName,ObjectName,ObjectType\n"
            + paths.map { "2024-03-05T08:00:00Z,FS01,4663,ada,CORP,,\($0),File\n" }.joined()
        #expect(try resources(table, folders) == expected)
        let without = try Imported(text: paths.map { xml($0) }.joined() + xml(paths[0]))
        #expect(without.events.isEmpty && without.summary.recordsRead == 4 && without.summary.malformed == 0)
    }

    @Test("deletions without a path are counted and said, those with one count")
    func deletions() throws {
        let handle =
            ["EventID": 4660, "TimeCreated": "2024-03-05T08:00:01Z", "Computer": "FS01", "HandleId": "0x1"]
            as [String: Any]
        let table =
            "TimeGenerated,Computer,EventID,SubjectUserName,SubjectDomainName,ShareName,ObjectName,ObjectType\n"
            + "2024-03-05T08:00:00Z,FS01,4663,ada,CORP,,D:\\Shares\\hr\\a.txt,File\n2024-03-05T08:00:01Z,FS01,4660,ada,CORP,,,\n"
        let path = "D:\\Shares\\hr\\a.txt"
        let logs = [
            xml(path) + xml("", id: 4660, type: ""), json(path) + SampleEvent.json(handle) + "\n", table,
        ]
        for text in logs {
            let imported = try Imported(text: text) {
                $0.options.sharedFolders = try SharedFolders(arguments: ["D:\\Shares\\*"])
                $0.options.includeObjectChecks = true
            }
            #expect(imported.accesses.map(\.resource.name) == ["\\\\fs01\\hr"])
            #expect(imported.summary.remarks.pathlessDeletions == 1 && imported.complaints == [])
            #expect(imported.summary.files.map(\.otherRecords) == [1])
            // Where no folders are named, accesses to files are no matter at all.
            #expect(try Imported(text: text).summary.remarks.pathlessDeletions == 0)
        }
        #expect(try resources(xml(path, id: 4660), ["D:\\Shares\\*"]) == ["\\\\fs01\\hr"])
    }

    @Test("ONTAP's paths say volume and folder")
    func ontap() throws {
        let text = xml("(vol1);/hr/2024/a.txt", provider: "NetApp-Security-Auditing")
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.accesses.map(\.resource.name) == ["\\\\fs01\\vol1\\hr"])
        #expect(imported.events.map(\.relativeTarget) == ["2024\\a.txt"])
        #expect(imported.events.map(\.number) == [4663])
    }
}
