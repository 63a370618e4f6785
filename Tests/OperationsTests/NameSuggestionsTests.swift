import AccessLogs
import Detectors
import Interactions
import Operations
import Parameters
import Statistics
import Testing
import TestSupport

@Suite("Names that are not known")
struct NameSuggestionsTests {
    private func explainer() throws -> Explainer {
        let users = ["corp\\u0123", "corp\\u0132", "u0123@corp.example", "Alice", "corp\\bob", "lab\\bob"]
        let resources = ["\\\\fs01\\finance$", "\\\\fs02\\finance$", "\\\\fs01\\hr"]
        let pairs = users.flatMap { user in resources.map { (user, $0) } }
        return Explainer(
            try FittedModel(
                Popularity.self, parameters: Popularity.parameters.standard,
                fittedTo: InteractionMatrix(counting: AccessLog(pairs: pairs)), FitContext(seed: Seed(1))))
    }

    private func users(_ name: String, most: Int = 3) throws -> [String] {
        try explainer().users(like: name, inTenant: "0", most: most)
    }

    @Test("suggest the same account in any domain first, then accounts that are spelled nearly alike")
    func accounts() throws {
        #expect(try users("u0123") == ["corp\\u0123", "u0123@corp.example", "corp\\u0132"])
        #expect(try users("lab\\u0123") == ["corp\\u0123", "u0123@corp.example", "corp\\u0132"])
        #expect(try users("BOB") == ["corp\\bob", "lab\\bob"])
        #expect(try users("corp\\u012") == ["corp\\u0123", "corp\\u0132", "u0123@corp.example"])
    }

    @Test("suggest the name itself, and the same but for case, before all others")
    func exact() throws {
        #expect(try users("lab\\bob", most: 2) == ["lab\\bob", "corp\\bob"])
        #expect(try users("alice") == ["Alice"])
    }

    @Test("suggest nothing where nothing is near, in other tenants, or for no name")
    func nothing() throws {
        #expect(try users("somebody-else").isEmpty)
        #expect(try users("").isEmpty)
        #expect(try users("u0123", most: 0).isEmpty)
        #expect(try explainer().users(like: "u0123", inTenant: "other").isEmpty)
        #expect(try users(String(repeating: "x", count: 100_000)).isEmpty)
    }

    @Test("suggest the same share of other servers")
    func shares() throws {
        let explainer = try explainer()
        #expect(
            explainer.resources(like: "finance$", inTenant: "0", most: 2)
                == ["\\\\fs01\\finance$", "\\\\fs02\\finance$"])
        #expect(explainer.resources(like: "\\\\fs09\\HR", inTenant: "0") == ["\\\\fs01\\hr"])
    }

    @Test("are told apart in an explanation")
    func known() throws {
        let explainer = try explainer()
        func explanation(_ user: String, _ resource: String) throws -> Explanation {
            try explainer.explanation(
                of: AccessEvent(
                    tenant: "0", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)))
        }
        let both = try explanation("Alice", "\\\\fs01\\hr")
        #expect(both.isUserKnown && both.isResourceKnown)
        let neither = try explanation("alice", "hr")
        #expect(!neither.isUserKnown && !neither.isResourceKnown)
    }
}
