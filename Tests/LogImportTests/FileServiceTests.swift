@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Other file services")
struct FileServiceTests {
    @Test("Samba: connections are accesses, files are objects where the prefix names the share")
    func samba() throws {
        let text = """
            2024-03-05T08:00:00+01:00 fs01 smbd_audit: CORP\\ada|10.0.0.7|ws7|hr|connect|ok|hr
            2024-03-05T08:00:01+01:00 fs01 smbd_audit: CORP\\ada|10.0.0.7|ws7|hr|create_file|ok|0x120089|file|open|plan|q.txt
            2024-03-05T08:00:02+01:00 fs01 smbd_audit: CORP\\ada|10.0.0.7|ws7|hr|openat|ok|r|plan|q.txt
            <13>1 2024-03-05T07:00:03Z fs01 smbd_audit 7 - - bob|10.0.0.8|ws8|eng|connect|fail (Permission denied)|eng
            2024-03-05T08:00:04+01:00 fs01 smbd[77]: a line of another kind

            """
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.summary.files.map(\.format) == ["samba-audit"])
        #expect(imported.complaints == [] && imported.summary.files.map(\.otherRecords) == [2])
        #expect(imported.events.map(\.kind) == [.shareAccessed, .objectChecked, .shareAccessed])
        #expect(imported.events.map(\.relativeTarget) == ["", "plan|q.txt", ""])
        #expect(imported.events.map(\.outcome) == [.success, .success, .failure])
        #expect(imported.accesses.map(\.user.name) == ["corp\\ada", "fs01\\bob", "corp\\ada"])
        #expect(imported.accesses.map(\.resource.name) == ["\\\\fs01\\hr", "\\\\fs01\\eng", "\\\\fs01\\hr"])
        #expect(imported.accesses.map { $0.time?.description ?? "" }.first == "2024-03-05T07:00:00Z")
    }

    @Test("a time of syslog without a year and a zone needs both")
    func years() throws {
        let text = "Mar  5 08:00:00 fs01 smbd_audit: CORP\\ada|10.0.0.7|connect|ok|hr\n"
        #expect(try Imported(text: text).complaints.first?.contains("--year") == true)
        #expect(
            try Imported(text: text) { $0.options.year = 2024 }.complaints.first?.contains("--time-zone") == true)
        let read = try Imported(text: text) {
            $0.options.year = 2024
            $0.options.timeZone = .utc
        }
        #expect(read.accesses.map { $0.time?.description ?? "" } == ["2024-03-05T08:00:00Z"])
    }

    @Test("Synology: connections and files")
    func synology() throws {
        let text = """
            <14>2024-03-05T08:00:00+00:00 nas WinFileService Event: read, Path: /hr/a, b.txt, File/Folder: File, Size: 6.00 KB, User: ada@corp.example, IP: 10.0.0.7
            <14>2024-03-05T08:00:01+00:00 nas Connection: User [CORP\\ada] from [10.0.0.7] via [CIFS(SMB3)] accessed shared folder [hr].

            """
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.summary.files.map(\.format) == ["synology"])
        #expect(imported.events.map(\.kind) == [.objectChecked, .shareAccessed])
        #expect(imported.events.map(\.relativeTarget) == ["a, b.txt", ""])
        #expect(imported.accesses.map(\.resource.name) == ["\\\\nas\\hr", "\\\\nas\\hr"])
        #expect(imported.accesses.map(\.sourceAddress) == ["10.0.0.7", "10.0.0.7"])
    }

    private static var storage: [String: Any] {
        [
            "TimeGenerated": "2024-03-05T08:00:00Z", "AccountName": "corpfiles", "OperationName": "TreeConnect",
            "StatusText": "Success", "Protocol": "SMB", "RequesterUserName": "CORP\\ada",
            "SmbPrimarySID": "S-1-5-21-1-2-3-4",
            "CallerIpAddress": "10.0.0.7:50123", "Uri": "\\\\corpfiles.file.core.windows.net\\hr\\2024\\a.txt",
            "SmbCommandMajor": 3, "SmbSessionID": "0x7", "SmbTreeConnectID": "0x5",
        ]
    }

    private static var device: [String: Any] {
        [
            "Timestamp": "2024-03-05T08:00:00Z", "DeviceName": "fs01.corp.example", "ShareName": "hr",
            "RequestProtocol": "Smb",
            "RequestAccountName": "ada", "RequestAccountDomain": "CORP", "RequestAccountSid": "S-1-5-21-1-2-3-4",
            "RequestSourceIP": "10.0.0.7", "FolderPath": "D:\\hr", "FileName": "a.txt", "ActionType": "FileModified",
        ]
    }

    private static func csv(_ rows: [[String: Any]]) -> String {
        let names = rows[0].keys.sorted()
        let lines =
            [names.joined(separator: ",")] + rows.map { row in names.map { "\(row[$0] ?? "")" }.joined(separator: ",") }
        return lines.map { $0 + "\n" }.joined()
    }

    @Test("Azure Files' StorageFileLogs, as JSON and as CSV")
    func azureFiles() throws {
        let create = Self.storage.merging(["OperationName": "Create"]) { $1 }
        let close = Self.storage.merging(["OperationName": "Close"]) { $1 }
        let rows = [Self.storage, create, close]
        for text in [
            rows.map { SampleEvent.json($0) + "\n" }.joined(), Self.csv(rows), SampleEvent.json(rows, pretty: true),
        ] {
            let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
            #expect(imported.complaints == [])
            #expect(imported.events.map(\.kind) == [.shareAccessed, .objectChecked])
            #expect(imported.accesses.map(\.user.name) == ["corp\\ada", "corp\\ada"])
            #expect(imported.accesses.map(\.resource.name) == ["\\\\corpfiles\\hr", "\\\\corpfiles\\hr"])
            #expect(imported.events.map(\.address) == ["10.0.0.7", "10.0.0.7"])
            #expect(imported.events.map(\.relativeTarget) == ["2024\\a.txt", "2024\\a.txt"])
            #expect(imported.events.map(\.outcome) == [.success, .success])
        }
        #expect(try Imported(text: Self.csv(rows)).summary.files.map(\.format) == ["file-service-table"])
    }

    @Test("Defender's DeviceFileEvents: what another computer did in a share")
    func defender() throws {
        let local = Self.device.merging(["ShareName": "", "RequestProtocol": "Local"]) { $1 }
        for text in [
            [Self.device, local].map { SampleEvent.json($0) + "\n" }.joined(), Self.csv([Self.device, local]),
        ] {
            let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
            #expect(imported.complaints == [] && imported.summary.recordsRead == 2)
            #expect(imported.events.map(\.kind) == [.objectChecked])
            #expect(imported.accesses.map(\.resource.name) == ["\\\\fs01.corp.example\\hr"])
            #expect(imported.events.map(\.relativeTarget) == ["D:\\hr\\a.txt"])
        }
    }
}
