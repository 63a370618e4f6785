import AccessLogs
@testable import Operations
import Testing

@Suite("Names that training spells otherwise")
struct KnownSpellingsTests {
    private static let sid = "S-1-5-21-1-2-3-1100"

    private func names(_ names: String...) -> Vocabulary {
        Vocabulary(names.map { TenantName(tenant: "0", name: $0) })
    }

    private func access(_ user: String, _ resource: String, sid: String? = sid) -> AccessEvent {
        AccessEvent(user: AccountIdentity(name: user, sid: sid), resource: ResourceIdentity(name: resource))
    }

    @Test("become the one name that differs in the domain alone, and that is said")
    func joined() {
        var known = KnownSpellings(
            users: names("corp\\ada", "corp\\bob"), resources: names("\\\\fs01.corp.example\\eng"))
        let access = known.known(access("corp.example\\ada", "\\\\fs01\\eng"))
        #expect(access.user.name == "corp\\ada" && access.resource.name == "\\\\fs01.corp.example\\eng")
        #expect(known.sentences.count == 2)
        #expect(known.sentences[0].contains("corp.example\\ada as corp\\ada"))
    }

    @Test("stay what they are where they are known, have no identifier, or may be several")
    func apart() {
        var known = KnownSpellings(
            users: names("corp\\ada", "a.x\\bob", "a.y\\bob"),
            resources: names("\\\\fs1.a\\x", "\\\\fs1.b\\x", "\\\\10.0.0.1\\x"))
        #expect(known.known(access("corp\\ada", "\\\\fs1.a\\x")).user.name == "corp\\ada")
        #expect(known.known(access("a\\bob", "\\\\fs1\\x")).user.name == "a\\bob")
        #expect(known.known(access("a\\bob", "\\\\fs1\\x")).resource.name == "\\\\fs1\\x")
        #expect(known.known(access("a\\bob", "\\\\10\\x")).resource.name == "\\\\10\\x")
        #expect(known.sentences.isEmpty)
        #expect(known.known(access("corp.example\\ada", "opaque", sid: nil)).user.name == "corp.example\\ada")
        #expect(known.sentences.count == 1 && known.sentences[0].contains("may be known"))
    }
}
