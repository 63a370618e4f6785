import AccessLogs
import Detectors
import Interactions
import Operations
import Parameters
import Statistics
import Testing
import TestSupport

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
            type, parameters: type.parameters.checked(settings),
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

    @Test("are scored as if the access in question had not been made, however often it was")
    func leaveOneOut() throws {
        let model = try model(), detector = try #require(model.detector as? any FoldingIn)
        var newcomers = try #require(NewcomerScorer(model))
        let pairs = [("new", "r0"), ("new", "r2"), ("new", "r0"), ("new", "r7"), ("other", "r4"), ("other", "r6")]
        var counts: [String: [Int32: Float]] = [:]
        for (index, (user, resource)) in pairs.enumerated() {
            let event = ScoredEvent(.unknownUser, user: user, resource: resource, day: index)
            let isKept = newcomers.keep(event)
            #expect(isKept)
            let index = try #require(model.matrix.resources.index(of: TenantName(tenant: "0", name: resource)))
            counts[user, default: [:]][index, default: 0] += 1
        }
        #expect(newcomers.count == pairs.count)
        let scored = try newcomers.scored()
        #expect(scored.map(\.access.user.name) == pairs.map(\.0))
        #expect(scored.map(\.access.resource.name) == pairs.map(\.1))
        #expect(scored.map(\.access.time) == pairs.indices.map { .day($0) })
        for event in scored {
            let index = try #require(
                model.matrix.resources.index(of: TenantName(tenant: "0", name: event.access.resource.name)))
            let others = (counts[event.access.user.name] ?? [:]).filter { $0.key != index }.sorted { $0.key < $1.key }
            let expected = try detector.scores(ofNewUser: others.map { ($0.key, $0.value) }, for: [index])[0]
            let score = try #require(event.score.value)
            #expect(abs(score - expected) <= 1e-6 * abs(expected))
        }
    }

    @Test("tell how far they are, and stop when asked to")
    func progress() throws {
        var newcomers = try #require(NewcomerScorer(try model()))
        for number in 0..<40_000 {
            _ = newcomers.keep(ScoredEvent(.unknownUser, user: "new\(number / 4)", resource: "r\(number % 4)"))
        }
        var told: [Double] = [], count = 0
        try newcomers.score(progress: { told.append($0) }) { _ in count += 1 }
        #expect(count == 40_000)
        #expect(told.count >= 2 && zip(told, told.dropFirst()).allSatisfy { $0 < $1 })
        #expect(told.allSatisfy { $0 > 0 && $0 <= 1 })
        var asked = 0
        #expect(throws: CancellationError.self) {
            try newcomers.score(isCancelled: {
                asked += 1
                return asked > 5
            }) { _ in }
        }
        #expect(asked == 6)
    }

    /// As an attack makes that opens all shares with a new account: folding in again for every access would take
    /// minutes.
    @Test("of many accesses are scored in one go", .timeLimit(.minutes(1)))
    func sweep() throws {
        let pairs = (0..<6).flatMap { user in (0..<4_000).filter { $0 % 6 != user }.map { ("u\(user)", "r\($0)") } }
        let type = try Detectors.standard.type(of: "als-implicit")
        let model = try FittedModel(
            type,
            parameters: type.parameters.checked(["rank": .integer(8), "sweeps": .integer(1)]),
            fittedTo: InteractionMatrix(counting: AccessLog(pairs: pairs)), FitContext(seed: Seed(1)))
        var newcomers = try #require(NewcomerScorer(model))
        for resource in 0..<4_000 {
            _ = newcomers.keep(ScoredEvent(.unknownUser, user: "new", resource: "r\(resource)"))
        }
        #expect(try newcomers.scored().count { $0.score.value != nil } == 4_000)
    }

    @Test("cannot be folded in where scores are normalised or the algorithm cannot")
    func unable() throws {
        #expect(NewcomerScorer(try model(["normalization": .string("user")])) == nil)
        let type = try Detectors.standard.type(of: "random")
        let random = try FittedModel(
            type, parameters: type.parameters.standard, fittedTo: model().matrix, FitContext(seed: Seed(1)))
        #expect(NewcomerScorer(random) == nil)
    }
}
