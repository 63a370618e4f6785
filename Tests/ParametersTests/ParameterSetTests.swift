import Parameters
import Testing

@Suite("A parameter set")
struct ParameterSetTests {
    private static let parameters = [
        ParameterDescription("rank", .integer(1...512), default: .integer(8), "Length of the factors."),
        ParameterDescription("alpha", .real(0...100), default: .real(10), "Weight of a count."),
        ParameterDescription("confidence", .choice(["linear", "log"]), default: .string("linear"), "Kind of weight."),
        ParameterDescription("centred", .boolean, default: .boolean(true), "Whether scores are centred."),
    ]

    @Test("fills in the defaults")
    func defaults() throws {
        let set = try ParameterSet([:], for: Self.parameters)
        #expect(set.integer("rank") == 8)
        #expect(set.real("alpha") == 10)
        #expect(set.choice("confidence") == "linear")
        #expect(set.boolean("centred"))
    }

    @Test("prefers what is given, and takes a whole number for a real one")
    func given() throws {
        let set = try ParameterSet(["alpha": .integer(3), "rank": .integer(512)], for: Self.parameters)
        #expect(set.values["alpha"] == .real(3))
        #expect(set.integer("rank") == 512)
    }

    @Test(
        "refuses what a parameter does not take, and says what it takes",
        arguments: [
            ("rank", ParameterValue.integer(0), "rank must be a whole number from 1 to 512, not '0'"),
            ("rank", .real(8.5), "rank must be a whole number from 1 to 512, not '8.5'"),
            ("alpha", .real(-0.5), "alpha must be a number from 0 to 100, not '-0.5'"),
            ("alpha", .real(.nan), "alpha must be a number from 0 to 100, not 'nan'"),
            ("alpha", .string("high"), "alpha must be a number from 0 to 100, not 'high'"),
            ("confidence", .string("square"), "confidence must be one of linear, log, not 'square'"),
            ("centred", .integer(1), "centred must be true or false, not '1'"),
        ])
    func unacceptable(name: String, value: ParameterValue, message: String) {
        let error = #expect(throws: ParameterError.self) { try ParameterSet([name: value], for: Self.parameters) }
        #expect(error?.description == message)
        #expect(error?.parameter == name)
    }

    @Test("refuses a name that it does not have, and suggests the one that was meant")
    func unknown() {
        let error = #expect(throws: ParameterError.self) {
            try ParameterSet(["aplha": .real(1)], for: Self.parameters)
        }
        #expect(error?.description == "unknown parameter 'aplha'; did you mean 'alpha'?")
    }

    @Test("is written in the order of the names, the same for the same values")
    func description() throws {
        let set = try ParameterSet(["rank": .integer(4), "alpha": .integer(3)], for: Self.parameters)
        #expect(set.description == "alpha=3 centred=true confidence=linear rank=4")
        #expect(try set == ParameterSet(set.values, for: Self.parameters))
    }
}
