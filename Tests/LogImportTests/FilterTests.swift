@testable import AccessLogs
import ContractTesting
@testable import Files
@testable import LogImport
import Parameters
import Testing

@Suite("Filters")
struct FilterTests {
    private func dropped(_ id: String, _ text: String, allowList: [String] = []) throws -> Int {
        let imported = try Imported(text: text) {
            $0.options.filters = [id]
            $0.options.allowList = allowList
        }
        let count = try #require(imported.summary.dropped.first { $0.filter == id }?.count)
        #expect(imported.accesses.count + count == imported.events.count + imported.summary.tableRows)
        return count
    }

    @Test("each drops what its name says and nothing else")
    func each() throws {
        let plain = nxlog()
        #expect(try dropped("machine-accounts", plain + nxlog(user: "PC7$")) == 1)
        #expect(try dropped("anonymous-logon", plain + nxlog(user: "ANONYMOUS LOGON", sid: "S-1-5-7")) == 1)
        #expect(try dropped("ipc-share", plain + nxlog(share: "IPC$")) == 1)
        #expect(try dropped("domain-shares", plain + nxlog(share: "SYSVOL") + nxlog(share: "netlogon")) == 2)
        let drives = ["ADMIN$", "c$", "CC$"].map { nxlog(share: $0) }.joined()
        #expect(try dropped("administrative-shares", plain + drives) == 2)
        let addresses = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::FFFF:10.0.0.1", "fe80::1"]
        #expect(try dropped("loopback", addresses.map { nxlog(address: $0) }.joined()) == 4)
    }

    @Test("the allow list names accounts and resources, with a star at one end")
    func allowList() throws {
        let text =
            nxlog(user: "svc-backup") + nxlog(user: "Indexer") + nxlog(share: "Public") + nxlog()
            + nxlog(computer: "scratch.corp.example")
        #expect(try dropped("allow-list", text, allowList: ["SVC-*"]) == 1)
        #expect(try dropped("allow-list", text, allowList: ["corp\\indexer"]) == 1)
        #expect(try dropped("allow-list", text, allowList: ["*\\public", "\\\\scratch.*"]) == 2)
        #expect(try dropped("allow-list", text, allowList: ["nobody", ""]) == 0)
        #expect(AllowList.entries(of: "# services\nsvc-*  # backup\n\r\n a#b \n") == ["svc-*", "a#b"])
    }

    @Test("an unknown filter is an error that lists those there are")
    func unknown() throws {
        let error = try #require(throws: ImportOptionError.self) {
            try Imported(text: "") { $0.options.filters = ["x"] }
        }
        #expect(error.description.contains("\"x\"") && error.description.contains("machine-accounts"))
    }

    @Test("the first filter that drops an access counts it")
    func order() throws {
        let record = nxlog(user: "PC7$", share: "IPC$", record: 1)
        let imported = try Imported(text: record + record) { $0.options.filters = .recommended }
        #expect(
            imported.summary.dropped.filter { $0.count > 0 } == [
                .init(filter: "exact-duplicates", count: 1), .init(filter: "machine-accounts", count: 1),
            ])
    }

    /// What each filter drops; nothing for the filter of records that are read twice.
    private static let examples: [String: AccessEvent?] = [
        ExactDuplicates.id: nil,
        MachineAccounts.id: event(user: "PC7$"),
        AnonymousLogon.id: AccessEvent(
            user: AccountIdentity(domain: "NT AUTHORITY", account: "ANONYMOUS LOGON", sid: "S-1-5-7", computer: "FS01"),
            resource: ResourceIdentity(name: "x")),
        IPCShare.id: event(resource: "\\\\fs01\\ipc$"),
        DomainShares.id: event(resource: "\\\\dc01\\sysvol"),
        AdministrativeShares.id: event(resource: "\\\\fs01\\c$"),
        Loopback.id: event(address: "127.0.0.1"),
        AllowList.id: event(user: "svc-backup"),
    ]

    private static func event(
        user: String = "alice", resource: String = "\\\\fs01\\finance", address: String = ""
    ) -> AccessEvent {
        AccessEvent(
            user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource), sourceAddress: address)
    }

    @Test("each keeps its promises", arguments: AccessFilters.standard.ids)
    func contract(id: String) throws {
        let example = try #require(Self.examples[id], "\(id) has no example here")
        try AccessFilterContract(#require(AccessFilters.standard[id])).check(dropping: example, allowList: ["svc-*"])
    }

    @Test("ids and summaries are in order")
    func registry() {
        let filters = AccessFilters.standard.all
        RegistryContract(AccessFilters.standard).check()
        #expect(Set(filters.map { $0.id }).count == filters.count)
        #expect(filters.allSatisfy { $0.summary.hasSuffix(".") && $0.summary.hasPrefix("Drops") })
        #expect(FilterSelection.recommended.ids.allSatisfy { id in filters.contains { $0.id == id } })
    }
}

@Suite("Exact duplicates")
struct DuplicateTests {
    private func kept(_ texts: String...) throws -> Int {
        let logs = try Logs()
        let inputs = try texts.enumerated().map { try logs.write("\($0.offset)", $0.element) }
        return try Imported(inputs) { $0.options.filters = ["exact-duplicates"] }.accesses.count
    }

    @Test("a record is known by computer, log and number, whatever the case")
    func numbered() throws {
        #expect(try kept(nxlog(computer: "FS1", record: 5) + nxlog(computer: "fs1", record: 5)) == 1)
        #expect(try kept(nxlog(record: 5), nxlog(record: 5, time: "2024-03-01T08:00:00Z")) == 1)
        #expect(try kept(nxlog(computer: "FS1", record: 5) + nxlog(computer: "FS2", record: 5)) == 2)
    }

    @Test(
        "of the same number is another one where anything else differs that counts",
        arguments: [
            nxlog(user: "mallory", record: 5), nxlog(share: "Payroll", record: 5),
            nxlog(record: 5, address: "10.0.0.8"),
            nxlog(record: 5, sid: "S-1-5-7"), nxlog(record: 5, time: "2024-03-01T08:00:01.123Z"),
            nxlog(record: 5, outcome: "AUDIT_FAILURE"),
            nxlog(record: 5).replacing("\"EventID\"", with: "\"TenantId\":\"t\",\"EventID\""),
            nxlog(record: 5).replacing("\"CORP\"", with: "\"LAB\""),
        ])
    func sameNumber(other: String) throws {
        #expect(try kept(nxlog(record: 5), other) == 2)
        #expect(try kept(nxlog(record: 5), other, nxlog(record: 5), other) == 2)
        // Nor is it another one for the workers, which look records up by the spellings that they have met.
        let logs = try Logs()
        let event = nxlog(record: 5)
        let input = try logs.write("a", event + other + event + other + event + nxlog(user: "x", record: 6) + other)
        var importer = LogImporter(readers: .text)
        importer.options.filters = ["exact-duplicates"]
        importer.options.includeObjectChecks = true
        #expect(try importer.log(of: [input]).summary.accessesKept == 3)
    }

    @Test("is the same in formats that spell it differently, with times of any decimals")
    func formats() throws {
        let json = nxlog(user: "ALICE", record: 7, time: "2020-08-20T15:35:28.503Z")
        let xml = """
            <Event><System><EventID>5140</EventID><Keywords>0x8020000000000000</Keywords>
            <TimeCreated SystemTime='2020-08-20T15:35:28.503966700Z'/><EventRecordID>7</EventRecordID>
            <Channel>Security</Channel><Computer>fs01.CORP.example</Computer></System><EventData>
            <Data Name='SubjectUserSid'>S-1-5-21-1-2-3-1104</Data><Data Name='SubjectUserName'>alice</Data>
            <Data Name='SubjectDomainName'>corp</Data><Data Name='SubjectLogonId'>0x0000000000001a2b</Data>
            <Data Name='IpAddress'>10.0.0.7</Data><Data Name='ShareName'>\\\\*\\finance</Data></EventData></Event>
            """
        #expect(try kept(json, xml) == 1)
        #expect(try kept(xml, json, nxlog(record: 7, time: "2020-08-20T15:35:28Z")) == 1)
    }

    @Test("is the same with and without a security identifier, which some exports leave out")
    func withoutIdentifier() throws {
        #expect(try kept(nxlog(record: 7), nxlog(record: 7, sid: "")) == 1)
    }

    @Test("is not kept from counting by a forged one that a filter drops")
    func forged() throws {
        let logs = try Logs()
        let input = try logs.write(
            "a",
            nxlog(record: 5, address: "127.0.0.1") + nxlog(record: 6, sid: "S-1-5-7") + nxlog(record: 5)
                + nxlog(record: 6))
        let imported = try Imported([input]) {
            $0.options.filters = ["exact-duplicates", "loopback", "anonymous-logon"]
        }
        #expect(imported.accesses.count == 2)
    }

    @Test("without numbers, by its raw text")
    func unnumbered() throws {
        #expect(try kept(nxlog(), nxlog()) == 1)
        #expect(try kept(nxlog(), nxlog(time: "2024-03-01T08:00:00.124Z")) == 2)
    }

    @Test("records that look alike but have numbers of their own are two accesses")
    func lookalikes() throws {
        #expect(try kept(nxlog(record: 1) + nxlog(record: 2)) == 2)
    }

    @Test("rows of a table are counts, never duplicates")
    func tables() throws {
        #expect(try kept("user,resource\nu,r\nu,r\n") == 2)
    }
}

@Suite("Object checks (5145)")
struct ObjectCheckTests {
    private let text =
        nxlog() + nxlog(id: 5145, session: "0x1", time: "2024-03-01T09:00:00Z")
        + nxlog(id: 5145, session: "0x1") + nxlog(id: 5145, session: "0x2")
        + nxlog(id: 5145, share: "HR", session: "0x1")
        + nxlog(id: 5145, session: "0x1", outcome: "AUDIT_FAILURE")

    @Test("are not counted unless asked for")
    func byDefault() throws {
        let imported = try Imported(text: text)
        #expect(imported.accesses.count == 1)
        #expect(imported.events.count == 6)
        #expect(imported.summary.objectChecksNotRequested == 5)
    }

    @Test("count once for each session, share and outcome, at the time of the earliest, wherever that stands")
    func requested() throws {
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.accesses.count == 5)
        #expect(imported.summary.mergedObjectChecks == 1)
        #expect(imported.accesses.allSatisfy { $0.weight == 1 })
        #expect(imported.accesses[1].time?.description == "2024-03-01T08:00:00.123000Z")
        let lines = text.split(separator: "\n").map { $0 + "\n" }
        let backwards = try Imported(text: lines.reversed().joined()) { $0.options.includeObjectChecks = true }
        #expect(Set(backwards.accesses) == Set(imported.accesses))
    }

    @Test("of one session are one access a day, of UTC")
    func days() throws {
        let days = (1...28).map { $0 < 10 ? "0\($0)" : "\($0)" }
        let checks = days.flatMap { day in
            ["20", "08"].map { nxlog(id: 5145, session: "0x51", time: "2024-03-\(day)T\($0):00:00Z") }
        }
        let imported = try Imported(text: checks.joined()) { $0.options.includeObjectChecks = true }
        #expect(imported.accesses.map { $0.time?.description ?? "" } == days.map { "2024-03-\($0)T08:00:00Z" })
        #expect(imported.summary.mergedObjectChecks == 28)
    }

    @Test("without a logon id are one access for each account, share and day, which is said", arguments: ["", "-"])
    func withoutSession(session: String) throws {
        let text =
            nxlog(id: 5145, session: session) + nxlog(id: 5145, session: session, time: "2024-03-01T20:00:00Z")
            + nxlog(id: 5145, session: session, time: "2024-03-02T00:00:00Z")
            + nxlog(id: 5145, user: "bob", session: session)
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.accesses.count == 3)
        #expect(imported.summary.remarks.withoutLogonID == 4)
    }

    @Test("of one session number are two accesses where the accounts differ: the numbers start over with the computer")
    func reusedSession() throws {
        let text = nxlog(id: 5145, user: "alice", session: "0x1") + nxlog(id: 5145, user: "mallory", session: "0x1")
        let imported = try Imported(text: text) { $0.options.includeObjectChecks = true }
        #expect(imported.accesses.map(\.user.name) == ["corp\\alice", "corp\\mallory"])
    }

    @Test("are merged over all files, after the filters")
    func overFiles() throws {
        let logs = try Logs()
        let inputs = [
            try logs.write("a", nxlog(id: 5145, user: "PC7$")), try logs.write("b", nxlog(id: 5145)),
            try logs.write("c", nxlog(id: 5145, time: "2024-03-01T23:59:59Z")),
        ]
        let imported = try Imported(inputs) {
            $0.options.includeObjectChecks = true
            $0.options.filters = .recommended
        }
        #expect(imported.accesses.map(\.user.name) == ["corp\\alice"])
        #expect(imported.summary.mergedObjectChecks == 1)
    }
}
