@testable import AccessLogs
@testable import Files
@testable import LogImport
import Testing

@Suite("Tables")
struct TableTests {

    private let header =
        "TenantId,TimeGenerated,Account,Computer,EventID,SubjectDomainName,SubjectUserName,ShareName,"
        + "AccessList,SubjectLogonId\r\n"

    @Test("Sentinel's SecurityEvent: quoted line ends, CRLF, byte order mark, doubled quotes")
    func securityEvent() throws {
        let text =
            "\u{FEFF}" + header
            + "t,2024-03-01T08:00:00.1234567Z,CORP\\al,FS1,5140,CORP,\"a\"\"l\",\\\\*\\HR,\"%%4416\r\n\t\",0x0A\r\n"
            + "t,2024-03-01T08:00:01Z,CORP\\al,FS1,4624,,,,,\r\n"
            + "t,2024-03-01T08:00:02Z,CORP\\bo,FS1,5140,,,\\\\*\\HR,\"x\",0x3e7"
        let imported = try Imported(text: text)
        #expect(imported.summary.files.map(\.format) == ["security-event-table"])
        #expect(imported.complaints == [])
        #expect(imported.events.map(\.subjectUser) == ["a\"l", "bo"])
        #expect(imported.events.map(\.subjectDomain) == ["CORP", "CORP"])
        #expect(imported.events.map(\.logonID) == ["0xa", "0x3e7"])
        #expect(imported.events.map(\.outcome) == [.unknown, .unknown])
        #expect(imported.accesses.map(\.tenant) == ["t", "t"])
        #expect(imported.summary.recordsRead == 3)
    }

    @Test("the access table, its columns in any order, its times of three kinds")
    func accessTable() throws {
        let text = """
            count,resource,user,time,tenant
            2.5,p1,u1,2024-03-01T08:00:00+02:00,acme
            ,p2,CORP\\Alice,1709280000,
            3,\\\\FS1\\HR,u3,1709280000123,acme
            1,p1,u4,,acme
            """
        let imported = try Imported(text: text)
        #expect(imported.summary.files.map(\.format) == ["access-table"])
        #expect(imported.accesses.map(\.weight) == [2.5, 1, 3, 1])
        #expect(imported.accesses.map(\.user.name) == ["u1", "corp\\alice", "u3", "u4"])
        #expect(imported.accesses.map(\.resource.name) == ["p1", "p2", "\\\\fs1\\hr", "p1"])
        #expect(imported.accesses.map(\.tenant) == ["acme", "0", "acme", "acme"])
        #expect(
            imported.accesses.map { $0.time?.description } == [
                "2024-03-01T06:00:00Z", "2024-03-01T08:00:00Z", "2024-03-01T08:00:00.123000Z", nil,
            ])
        #expect(imported.summary.tableRows == 4)
    }

    @Test("the reference's TSV with its header and without")
    func actorTable() throws {
        let rows = "2019-01-01T00:00:00\tu1\tr1\tx\t5\n2019-01-02\tu2\tr2\ty\t1\n"
        for text in [rows, "Timestamp\tActor\tResource\tcategoricalFeatures\tcount_\n" + rows] {
            let imported = try Imported(text: text)
            #expect(imported.summary.files.map(\.format) == ["actor-table"])
            #expect(imported.accesses.map(\.user.name) == ["u1", "u2"])
            #expect(imported.accesses.map(\.resource.name) == ["r1", "r2"])
            #expect(imported.accesses.map(\.weight) == [5, 1])
            #expect(imported.accesses.first?.time?.description == "2019-01-01T00:00:00Z")
        }
    }

    @Test("any delimited file through a column mapping", arguments: [",", "\t", ";", "|"])
    func mapped(delimiter: String) throws {
        let text = "when,who,what,n\n1,alice,share,2\n".replacing(",", with: delimiter)
        let imported = try Imported(text: text) {
            $0.options.columns = try ColumnMapping(argument: "user=who, resource=what,time=when,count=N")
        }
        #expect(imported.accesses.map(\.user.name) == ["alice"])
        #expect(imported.accesses.map(\.weight) == [2])
        #expect(imported.accesses.map(\.time) == [Timestamp(microseconds: 1_000_000)])
    }

    @Test("a mapping that names a missing column says which columns there are and which is nearest")
    func missingColumn() throws {
        let error = try #require(throws: FileError.self) {
            try Imported(text: "source_user,computer\na,b\n") {
                $0.options.columns = ColumnMapping(user: "sourceuser", resource: "computer")
            }
        }
        #expect(error.sentence.contains("\"sourceuser\"") && error.sentence.contains("did you mean \"source_user\""))
        #expect(error.sentence.contains("source_user, computer"))
        #expect(error.location?.file.hasSuffix("/log") == true)
    }

    @Test(
        "a mapping must name user and resource, and nothing unknown",
        arguments: [
            "user=a", "resource=b", "user=a,resource=b,colour=c", "user", "", "user=a,user=b,resource=c",
        ])
    func badMapping(argument: String) {
        #expect(throws: ImportOptionError.self) { try ColumnMapping(argument: argument) }
    }

    @Test("rows that cannot be understood are named by line and reason")
    func malformedRows() throws {
        let text = """
            tenant,user,resource,time,count
            t,,r,,1
            t,u,,,1
            t,u,r,yesterday,1
            t,u,r,,-1
            t,u,r,,nan
            t,u,r,,1e10
            t,u,r
            t,u,r,1e300,1
            t,u,r,9999999999999999,1
            t,u,r,,1
            """
        let imported = try Imported(text: text)
        #expect(imported.accesses.count == 1)
        #expect(
            imported.complaints == [
                "2: the row has no user.",
                "3: the row has no resource.",
                "4: the time \"yesterday\" is no time between the years 1601 and 9999.",
                "5: the count \"-1\" is no number above 0 and up to 1e9.",
                "6: the count \"nan\" is no number above 0 and up to 1e9.",
                "7: the count \"1e10\" is no number above 0 and up to 1e9.",
                "8: the row has 3 columns, the file's first line 5.",
                "9: the time \"1e300\" is no time between the years 1601 and 9999.",
                "10: the time \"9999999999999999\" is no time between the years 1601 and 9999.",
            ])
        #expect(imported.summary.recordsRead == 10)
    }

    @Test("a stray quote costs its line, not the file")
    func strayQuote() throws {
        let imported = try Imported(text: "user,resource\n\"u1,r1\nu2,r2\n")
        #expect(imported.accesses.map(\.user.name) == ["u2"])
        #expect(imported.complaints == ["2: a quoted field is not closed."])
    }
}
