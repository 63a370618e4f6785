import ContractTesting
import AccessLogs
import Detectors
import Interactions
import Parameters
import Testing

@Suite("A fitted model")
struct FittedModelTests {
    /// u and v share s; w alone accesses x.
    private let matrix = InteractionMatrix([
        access("u", "r"), access("u", "s"), access("v", "s"), access("w", "x"), access("o", "p", tenant: "other"),
    ])

    private func model() throws -> FittedModel {
        try FittedModel(
            Popularity.self, parameters: Popularity.parameters.standard, fittedTo: matrix, .standard)
    }

    @Test(
        "names the case of each access",
        arguments: [
            ("u", "r", "seen"), ("v", "s", "seen"), ("v", "r", "scored"), ("w", "r", "disconnected"),
            ("u", "x", "disconnected"), ("nobody", "r", "unknown-user"), ("u", "nothing", "unknown-resource"),
            ("nobody", "nothing", "unknown-user"), ("o", "r", "unknown-user"), ("u", "p", "unknown-resource"),
        ])
    func cases(user: String, resource: String, name: String) throws {
        let score = try model().scores(of: [access(user, resource)])[0]
        #expect(score.caseName == name)
        #expect((score.value == nil) == name.hasPrefix("unknown"))
    }

    @Test("scores accesses in the order in which they come, as the detector does")
    func order() throws {
        let model = try model()
        let accesses = [
            access("v", "r"), access("nobody", "r"), access("w", "x"), access("u", "nothing"), access("u", "x"),
        ]
        let scores = try matrix.scores(of: model.detector)
        let expected = accesses.map { scores[["t", $0.user.name, $0.resource.name]] }
        #expect(try model.scores(of: accesses).map(\.value) == expected)
        #expect(expected.map { $0 == nil } == [false, true, false, true, false])
        #expect(try model.scores(of: accesses.reversed()).map(\.value) == expected.reversed())
    }

    @Test("remembers what it was fitted with")
    func provenance() throws {
        let model = try model()
        #expect(model.algorithm == "popularity")
        #expect(model.components.count == 3)
        #expect(try model.scores(of: [AccessEvent]()).isEmpty)
    }
}

@Suite("The list of detectors")
struct DetectorsTests {
    @Test("makes a detector of its id and parameters")
    func byID() throws {
        let detector = try Detectors.standard.detector("als-implicit", parameters: ["rank": .integer(3)])
        #expect(type(of: detector).id == "als-implicit")
    }

    @Test("refuses an unknown id, with a suggestion, and unknown parameters")
    func unknown() throws {
        let error = try #require(throws: DetectorError.self) { try Detectors.standard.type(of: "popularty") }
        #expect(error.description.contains("popularity"))
        #expect(throws: ParameterError.self) {
            try Detectors.standard.detector("popularity", parameters: ["rank": .integer(3)])
        }
    }
}
