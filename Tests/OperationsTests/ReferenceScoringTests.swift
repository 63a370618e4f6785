import AccessLogs
import Detectors
import Foundation
import Interactions
import Operations
import Parameters
import Statistics
import Testing
import TestSupport

@Suite("A model of the reference")
struct ReferenceScoringTests {
    private let folder = TemporaryFolder()

    @Test("that is exported and read back scores events as the bundle's model does")
    func roundTrip() throws {
        let pairs = (0..<12).flatMap { user in (0..<9).filter { ($0 * user) % 4 < 2 }.map { ("u\(user)", "r\($0)") } }
        let type = try Detectors.standard.type(of: "cyberml")
        let model = try FittedModel(
            type, parameters: type.parameters.checked(["rank": .integer(3)]),
            fittedTo: InteractionMatrix(counting: AccessLog(pairs: pairs + [("alone", "far")])),
            FitContext(seed: Seed(1)))
        #expect(!ReferenceModelFormat.isModel(folder["model"]))
        try ReferenceModelFormat.write(#require(model.referenceModel), to: folder["model"])
        #expect(ReferenceModelFormat.isModel(folder["model"]))
        let restored = try ReferenceModelFormat.read(from: folder["model"])
        let events = (pairs + [("u0", "far"), ("u0", "r1"), ("nobody", "r0"), ("u0", "nothing")]).map {
            user, resource in
            AccessEvent(tenant: "0", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource))
        }
        var received: [ScoredEvent] = []
        var scorer = EventScorer(restored) { received.append($0) }
        for event in events { try scorer.score(event) }
        try scorer.finish()
        for (event, expected) in zip(received, try model.scores(of: events)) {
            switch (event.score.value, expected.value) {
            case (nil, nil): #expect(event.score == expected)
            case (let one?, let other?): #expect(abs(one - other) < 1e-6)
            default: Issue.record("\(event.score) is not \(expected)")
            }
        }
        let named = Dictionary(
            received.map { ("\($0.access.user.name) \($0.access.resource.name)", $0.score.caseName) }
        ) { $1 }
        #expect(named["u0 far"] == "disconnected")
        #expect(named["nobody r0"] == "unknown-user")
        // Without a history the reference cannot tell what it has seen.
        #expect(named["u0 r0"] == "scored")
    }
}
