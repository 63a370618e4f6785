import AccessLogs
import Testing

@Suite("Doubts about a log")
struct DoubtTests {
    private func twins(ofUsers names: String...) -> [[Int32]] {
        SpellingTwins(ofUsers: Vocabulary(names.map { TenantName(tenant: "", name: $0) })).groups
    }

    private func twins(ofResources names: String...) -> [[Int32]] {
        SpellingTwins(ofResources: Vocabulary(names.map { TenantName(tenant: "", name: $0) })).groups
    }

    @Test("find accounts under two spellings, and keep apart those of two domains")
    func accounts() {
        #expect(twins(ofUsers: "user1", "USER1", "user2") == [[0, 1]])
        #expect(twins(ofUsers: "corp\\ann", "ann@corp.example.com") == [[0, 1]])
        #expect(twins(ofUsers: "corp\\ann", "Ann@CORP") == [[0, 1]])
        #expect(twins(ofUsers: "corp\\ann", "lab\\ann", "ann") == [])
        // Two long domains are two domains, as long as nobody says otherwise.
        #expect(twins(ofUsers: "ann@corp.example.com", "ann@corp.example.org") == [])
        #expect(twins(ofUsers: "ann ", "ann") == [[0, 1]])
    }

    @Test("find shares under two spellings")
    func resources() {
        #expect(twins(ofResources: "\\\\files\\hr", "//FILES/hr/") == [[0, 1]])
        #expect(twins(ofResources: "\\\\files\\hr", "\\\\files.example.com\\hr") == [[0, 1]])
        #expect(twins(ofResources: "\\\\files\\hr", "\\\\files2\\hr", "hr") == [])
    }

    @Test("keep tenants apart")
    func tenants() {
        let names = Vocabulary([TenantName(tenant: "a", name: "ann"), TenantName(tenant: "b", name: "ANN")])
        #expect(SpellingTwins(ofUsers: names).groups.isEmpty)
    }

    private func log(_ rows: [(user: Int, hours: Int)]) -> AccessLog {
        var log = AccessLog()
        for row in rows {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(row.user)"), resource: ResourceIdentity(name: "r"),
                    time: Timestamp(microseconds: Int64(row.hours) * 3_600_000_000)))
        }
        return log
    }

    @Test("find how often every row comes, and the longest stretch that comes again")
    func repeats() {
        let rows = (0..<200).map { (user: $0 % 60, hours: $0) }
        let once = RepeatedRows(of: log(rows))
        #expect(once.fraction == 0 && once.factor == 1 && once.longestStretch == 0)
        let twice = RepeatedRows(of: log(rows + rows))
        #expect(twice.fraction == 0.5 && twice.factor == 2 && twice.longestStretch == 200)
        let part = RepeatedRows(of: log(rows + rows[20..<90]))
        #expect(part.factor == 1 && part.longestStretch == 70)
    }

    @Test("are sentences, and none where a log is in order")
    func sentences() {
        let rows = (0..<200).map { (user: $0 % 60, hours: $0) }
        #expect(LogDoubts(of: log(rows)).sentences == [])
        #expect(LogDoubts(of: log(rows + rows)).sentences.count == 1)
    }

    @Test("find rows that are dated back, and say nothing of logs without order")
    func order() throws {
        let rows = (0..<2000).map { (user: $0 % 60, hours: $0) }
        let back = rows.enumerated().map { $0 % 10 == 9 ? (user: $1.user, hours: max(0, $1.hours - 500)) : $1 }
        let order = try #require(RecordOrder(of: log(back)))
        #expect(order.isOrdered && order.isSuspicious)
        // All but those of the first day or so, which stand where they would have stood.
        #expect((190...200).contains(order.datedBack.count))
        let ordered = try #require(RecordOrder(of: log(rows)))
        #expect(ordered.inOrder.count == 2000 && !ordered.isSuspicious)
        let mixed = try #require(RecordOrder(of: log(rows.map { (user: $0.user, hours: $0.hours * 733 % 2000) })))
        #expect(!mixed.isOrdered && !mixed.isSuspicious)
        var untimed = AccessLog()
        untimed.append(AccessEvent(user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r")))
        #expect(RecordOrder(of: untimed) == nil)
    }
}
