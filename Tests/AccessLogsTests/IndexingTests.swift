import AccessLogs
import Testing

@Suite("A log by vocabularies that begin with others")
struct IndexingTests {
    private func log(_ accesses: [(user: String, resource: String)]) -> AccessLog {
        var log = AccessLog()
        for access in accesses {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: access.user), resource: ResourceIdentity(name: access.resource)))
        }
        return log
    }

    @Test("has the same accesses, known names first and new ones in the order of the log")
    func indexed() {
        let known = log([("anna", "hr"), ("ben", "it")])
        let today = log([("cleo", "it"), ("ben", "hr"), ("cleo", "new"), ("anna", "it")])
        let indexed = today.indexed(by: known.users, known.resources)
        #expect(indexed.users.names.map(\.name) == ["anna", "ben", "cleo"])
        #expect(indexed.resources.names.map(\.name) == ["hr", "it", "new"])
        #expect(indexed.user == [2, 1, 2, 0] && indexed.resource == [1, 0, 2, 1])
        #expect(indexed.weight == today.weight && indexed.microseconds == today.microseconds)
    }

    @Test("keeps the identifiers that the log has")
    func identifiers() {
        let known = log([("anna", "hr")])
        var today = AccessLog()
        today.append(
            AccessEvent(
                user: AccountIdentity(domain: "corp", account: "ben", sid: "S-1-5-21-1", computer: ""),
                resource: ResourceIdentity(name: "hr")))
        #expect(today.indexed(by: known.users, known.resources).userSIDs == [nil, "S-1-5-21-1"])
    }
}
