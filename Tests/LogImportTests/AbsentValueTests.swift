@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Words for nothing")
struct AbsentValueTests {
    private static let words = ["None", "null", "NULL", "(null)", "-", "N/A"]
    private static let names = [
        "TenantId", "TimeGenerated", "Computer", "EventID", "Account", "SubjectUserName", "SubjectDomainName",
        "SubjectUserSid", "SubjectLogonId", "IpAddress", "ShareName", "ShareLocalPath", "RelativeTargetName",
        "AccessMask",
    ]

    /// Two events of two people, the second of whom is named in the column of domain and name alone.
    private static func rows(_ nothing: String) -> [[String]] {
        let time = "2024-03-05T08:00:00Z", share = "\\\\*\\hr"
        return [
            [
                nothing, time, "FS01", "5140", "CORP\\ada", "ada", "CORP", nothing, "0x7", nothing, share, nothing,
                nothing, nothing,
            ],
            [
                nothing, time, "FS01", "5140", "CORP\\bert", nothing, nothing, nothing, nothing, nothing, share,
                nothing,
                nothing, nothing,
            ],
            [
                nothing, time, "FS01", "5140", "CORP\\cleo", nothing, nothing, nothing, nothing, nothing, share,
                nothing,
                nothing, nothing,
            ],
            [
                nothing, time, nothing, "5140", nothing, "dot", nothing, nothing, nothing, "10.0.0.1", share, nothing,
                nothing, nothing,
            ],
        ]
    }

    private static func texts(_ nothing: String) -> [String] {
        let rows = rows(nothing)
        let table = ([names] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
        let objects = rows.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
        return [
            table, objects.map { SampleEvent.json($0) + "\n" }.joined(), SampleEvent.json(objects, pretty: true),
        ]
    }

    @Test("are no values, in tables and in JSON", arguments: words)
    func fields(word: String) throws {
        for text in Self.texts(word) {
            let imported = try Imported(text: text)
            #expect(imported.complaints == [])
            #expect(imported.accesses.map(\.user.name) == ["corp\\ada", "corp\\bert", "corp\\cleo", "\\dot"])
            #expect(imported.accesses.map(\.tenant) == ["0", "0", "0", "0"])
            #expect(imported.events.map(\.address) == ["", "", "", "10.0.0.1"])
            #expect(imported.events.allSatisfy { $0.subjectSID.isEmpty && $0.relativeTarget.isEmpty })
            #expect(imported.summary.remarks.withoutComputer == 1)
            #expect(imported.events.map(\.hasLogonID) == [true, false, false, false])
        }
    }

    @Test("merge no two people, also where their rows come often", arguments: ["None", "-"])
    func often(word: String) throws {
        let rows = Self.rows(word)
        let table = ([Self.names] + (0..<400).flatMap { _ in rows }).map { $0.joined(separator: ",") + "\n" }.joined()
        let logs = try Logs(), path = try logs.write("log", table)
        var importer = LogImporter(readers: .text)
        importer.options.filters = .none
        let (log, summary) = try importer.log(of: [path], workers: 2)
        #expect(log.count == 1600 && log.users.count == 4 && summary.remarks.withoutComputer == 400)
    }

    @Test("a file may have such a name")
    func files() throws {
        let text =
            "EventID,TimeGenerated,Computer,SubjectUserName,SubjectDomainName,ShareName,RelativeTargetName\n"
            + "5145,2024-03-05T08:00:00Z,FS01,ada,CORP,\\\\*\\hr,None\n"
        #expect(try Imported(text: text).events.map(\.relativeTarget) == ["None"])
    }

    @Test("of tables of accesses are missing values")
    func accesses() throws {
        let text =
            "user,resource,time,tenant,count\nada,hr,None,None,None\nNone,hr,2024-03-05T08:00:00Z,t,1\n"
            + "ada,null,2024-03-05T08:00:00Z,t,1\n"
        let imported = try Imported(text: text)
        #expect(imported.accesses.map(\.time) == [nil] && imported.accesses.map(\.tenant) == ["0"])
        #expect(imported.complaints == ["3: the row has no user.", "4: the row has no resource."])
    }

    @Test("leave a share event without an account or a share malformed, which is said")
    func missing() throws {
        for (user, share) in [("None", "\\\\*\\hr"), ("ada", "None")] {
            let text =
                "EventID,TimeGenerated,Computer,SubjectUserName,SubjectDomainName,ShareName\n"
                + "5140,2024-03-05T08:00:00Z,FS01,\(user),CORP,\(share)\n"
            #expect(try Imported(text: text).summary.malformed == 1)
        }
    }
}
