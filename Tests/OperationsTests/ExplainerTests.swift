import AccessLogs
import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Operations
import Parameters
import Statistics
import Testing
import TestSupport

@Suite("An explanation")
struct ExplainerTests {
    /// a and b share r, b alone has s, c is alone with t.
    private func explanation(_ user: String, _ resource: String) throws -> Explanation {
        try Explainer(try popularityModel()).explanation(
            of: AccessEvent(
                tenant: "0", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)))
    }

    @Test("names the nearest peers and whether they use the resource")
    func peers() throws {
        let explanation = try explanation("a", "s")
        #expect(explanation.peers.map(\.user) == ["b"])
        #expect(abs(explanation.peers[0].similarity - 1 / 2.0.squareRoot()) < 1e-12)
        #expect(explanation.peers[0].usesResource)
        #expect(explanation.score.caseName == "scored")
        #expect(explanation.words.contains("The users most like a are b (0.71); of them b uses it."))
    }

    @Test("names the usual users of the resource and the usual resources of the user")
    func usual() throws {
        let explanation = try explanation("b", "r")
        #expect(explanation.usualUsers.map(\.name) == ["a", "b"])
        #expect(explanation.usualResources.map(\.name) == ["r", "s"])
        #expect(explanation.userCount == 2 && explanation.resourceCount == 2)
        #expect(explanation.accesses == 1)
        #expect(explanation.words.contains("It is not new: training has 1 access of this pair."))
    }

    @Test("says that nothing connects two strangers")
    func disconnected() throws {
        let explanation = try explanation("c", "r")
        #expect(explanation.peers.isEmpty)
        #expect(explanation.words.contains("nothing connects the two"))
        #expect(explanation.words.contains("Nobody shares a resource with c."))
    }

    @Test("says what it can of those who do not occur in training")
    func unknown() throws {
        let newcomer = try explanation("nobody", "r")
        #expect(newcomer.words.hasPrefix("nobody does not occur in training"))
        #expect(newcomer.userCount == 2)
        let novelty = try explanation("a", "nothing")
        #expect(novelty.words.hasPrefix("nothing does not occur in training"))
        #expect(novelty.words.contains("The users most like a are b (0.71)."))
    }

    @Test("names the training pairs that a prediction rests on, the weightiest first")
    func contributions() throws {
        let matrix = InteractionMatrix(counting: AccessLog(pairs: [("a", "r"), ("a", "s"), ("b", "t"), ("b", "r")]))
        let model = FittedModel(
            algorithm: "told", parameters: ([] as ParameterList).standard, matrix: matrix, detector: Told())
        let explanation = try Explainer(model, naming: 1).explanation(
            of: AccessEvent(tenant: "0", user: AccountIdentity(name: "a"), resource: ResourceIdentity(name: "t")))
        #expect(explanation.contributions.map(\.resource) == ["s"])
        #expect(explanation.words.hasSuffix("What the prediction rests on most: s (−0.5)."))
        let json = try JSONEncoder().encode(explanation)
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(object["case"] as? String == "scored")
        #expect((object["contributions"] as? [[String: Any]])?.first?["contribution"] as? Double == -0.5)
    }
}

/// A detector whose prediction rests on the pairs 0 and 1.
private struct Told: ExplainingByContribution {
    func scores(users: [Int32], resources: [Int32]) -> [Double] { users.map { _ in 0 } }
    var tensors: [String: Matrix<Float>] { [:] }
    func contributions(user: Int32, resource: Int32) -> [Contribution] {
        [Contribution(resource: 0, amount: 0.25), Contribution(resource: 1, amount: -0.5)]
    }
}
