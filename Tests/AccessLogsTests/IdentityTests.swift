@testable import AccessLogs
import Testing

@Suite("Identities")
struct IdentityTests {
    private static let sid = "S-1-5-21-1-2-3-1100"

    private func account(_ domain: String, _ name: String, _ sid: String? = nil) -> String {
        AccountIdentity(domain: domain, account: name, sid: sid, computer: "FS01.corp.example").name
    }

    @Test("an account without a name is its security identifier, on whichever computer")
    func identifier() {
        #expect(account("", "", Self.sid) == Self.sid)
        #expect(account("-", "-", Self.sid) == Self.sid)
        #expect(account("", "s-1-5-21-1-2-3-1101", Self.sid) == "S-1-5-21-1-2-3-1101")
        #expect(account("-", "ada", Self.sid) == "fs01\\ada")
        #expect(!AccountIdentity.isSID("S-1-") && !AccountIdentity.isSID("S-1-5-x") && AccountIdentity.isSID("S-1-5-7"))
    }

    @Test("a principal name says its domain")
    func principalName() {
        #expect(account("", "Ada@Corp.Example") == "corp.example\\ada")
        #expect(account("MicrosoftAccount", "ada@mail.example") == "microsoftaccount\\ada@mail.example")
    }

    @Test(
        "one share has one name, however it is spelled",
        arguments: [
            "\\\\*\\eng", "\\\\\\\\*\\\\eng", "eng", "\\\\*\\eng\\", "//*/eng", "\\\\FS01\\ENG", "\\\\*\\Eng", "*\\eng",
        ])
    func shares(spelling: String) {
        #expect(ResourceIdentity(computer: "fs01", share: spelling).name == "\\\\fs01\\eng")
        #expect(ResourceIdentity(computer: "fs01", share: spelling).share == "eng")
    }

    private func log(_ rows: [(user: String, sid: String?, resource: String)]) -> AccessLog {
        var log = AccessLog()
        for row in rows {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: row.user, sid: row.sid), resource: ResourceIdentity(name: row.resource))
            )
        }
        return log
    }

    private func names(_ log: AccessLog) -> [String] {
        (0..<log.count).map { log.users[Int(log.user[$0])].name + " " + log.resources[Int(log.resource[$0])].name }
    }

    @Test("spellings of one identifier and account, and of one computer, are joined, in any order of the accesses")
    func joining() {
        let rows: [(String, String?, String)] = [
            ("corp.example\\ada", Self.sid, "\\\\fs01\\eng"), ("corp\\ada", Self.sid, "\\\\fs01.corp.example\\eng"),
            ("ada@corp.example", Self.sid, "\\\\fs01\\hr"), (Self.sid, Self.sid, "\\\\fs02\\hr"),
            ("corp\\ada", nil, "\\\\fs02\\eng"),
        ]
        for rows in [rows, rows.reversed()] {
            let (joined, joins) = log(rows).joined()
            #expect(joined.users.names.map(\.name) == ["corp\\ada"])
            #expect(
                Set(joined.resources.names.map(\.name)) == [
                    "\\\\fs01.corp.example\\eng", "\\\\fs01.corp.example\\hr", "\\\\fs02\\hr", "\\\\fs02\\eng",
                ])
            #expect(joins == NameJoins(users: 3, resources: 2))
        }
        let (apart, joins) = log(rows).joined(.asLogged)
        #expect(apart.resources.count == 5 && joins.resources == 0)
    }

    @Test("what is not surely one stays apart")
    func apart() {
        let rows: [(String, String?, String)] = [
            // One identifier, but other names; those that every computer has; two full names for a short one.
            ("corp\\ada", Self.sid, "\\\\fs01\\x"), ("corp\\eve", Self.sid, "\\\\fs01.a.example\\x"),
            ("a\\pc$", "S-1-5-18", "\\\\fs01.b.example\\x"), ("b\\pc$", "S-1-5-18", "\\\\10.0.0.1\\x"),
            ("a\\bob", nil, "\\\\10\\x"), ("b\\bob", nil, "opaque"),
        ]
        #expect(names(log(rows).joined().log) == names(log(rows)))
    }
}
