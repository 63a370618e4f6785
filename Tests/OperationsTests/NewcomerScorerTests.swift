import AccessLogs
import Detectors
import Interactions
import Operations
import Parameters
import Statistics
import TestSupport
import Testing

@Suite("Newcomers in a log")
struct NewcomerScorerTests {
    /// Two teams with resources of their own.
    private func model(_ parameters: [String: ParameterValue] = [:]) throws -> FittedModel {
        let pairs = (0..<12).flatMap { user in
            (0..<10).filter { $0 % 2 == user % 2 }.map { ("u\(user)", "r\($0)") }
        }
        let type = try Detectors.standard.type(of: "als-implicit")
        var settings: [String: ParameterValue] = ["rank": .integer(4), "regularization": .real(0.1)]
        settings.merge(parameters) { $1 }
        return try FittedModel(
            type, parameters: ParameterSet(settings, for: type.parameters),
            fittedTo: InteractionMatrix(counting: AccessLog(pairs: pairs)), FitContext(seed: Seed(1)))
    }

    private func scores(_ pairs: [(String, String)]) throws -> [String: AnomalyScore] {
        let model = try model()
        var newcomers = try #require(NewcomerScorer(model))
        for (user, resource) in pairs {
            let access = AccessEvent(
                tenant: "0", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource))
            let event = ScoredEvent(access: access, score: try model.scores(of: [access])[0])
            #expect(newcomers.keep(event) == (event.score.value == nil && !(user == "new" && resource == "x")))
        }
        var scores: [String: AnomalyScore] = [:]
        for event in try newcomers.scored() where event.score.value != nil {
            scores["\(event.access.user.name) \(event.access.resource.name)"] = event.score
        }
        return scores
    }

    @Test("are judged by their other accesses: the stray one stands out")
    func newUser() throws {
        let scores = try scores([("new", "r0"), ("new", "r2"), ("new", "r4"), ("new", "r1")])
        #expect(scores.count == 4)
        let stray = try #require(scores["new r1"]?.value)
        for resource in ["r0", "r2", "r4"] {
            #expect(try #require(scores["new \(resource)"]?.value) < stray - 0.3)
        }
        #expect(scores["new r1"]?.caseName == "folded-in")
    }

    @Test("may be resources as well")
    func newResource() throws {
        let scores = try scores([("u0", "x"), ("u2", "x"), ("u4", "x"), ("u1", "x")])
        let stray = try #require(scores["u1 x"]?.value), usual = try #require(scores["u0 x"]?.value)
        #expect(usual < stray - 0.3)
    }

    @Test("have no score where nothing else is known of them, or both sides are new")
    func unknown() throws {
        #expect(try scores([("new", "r0"), ("new", "r0")]).isEmpty)
        #expect(try scores([("new", "x"), ("new", "x")]).isEmpty)
        #expect(try scores([("u0", "r0"), ("u0", "r1")]).isEmpty)
    }

    @Test("cannot be folded in where scores are normalised or the algorithm cannot")
    func unable() throws {
        #expect(NewcomerScorer(try model(["normalization": .string("user")])) == nil)
        #expect(NewcomerScorer(try popularityModel()) == nil)
    }
}
