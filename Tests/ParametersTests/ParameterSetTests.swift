import Parameters
import Synchronization
import Testing

@Suite("A parameter set")
struct ParameterSetTests {
    private enum Confidence: String, ParameterChoice { case linear, log }

    private static let rank = Parameter<Int>("rank", in: 1...512, standard: 8, "Length of the factors.")
    private static let alpha = Parameter<Double>("alpha", in: 0...100, standard: 10, "Weight of a count.")
    private static let confidence = Parameter<Confidence>("confidence", standard: .linear, "Kind of weight.")
    private static let centred = Parameter<Bool>("centred", standard: true, "Whether scores are centred.")
    private static let note = Parameter<String>("note", standard: "", "Any text.")
    private static let parameters: ParameterList = [rank, alpha, confidence, centred]

    @Test("fills in the defaults")
    func defaults() throws {
        let set = try Self.parameters.checked([:])
        #expect(set[Self.rank] == 8)
        #expect(set[Self.alpha] == 10)
        #expect(set[Self.confidence] == .linear)
        #expect(set[Self.centred])
        #expect(set == Self.parameters.standard)
    }

    @Test("prefers what is given, and takes a whole number for a real one")
    func given() throws {
        let set = try Self.parameters.checked([
            "alpha": .integer(3), "rank": .integer(512), "confidence": .string("log"), "centred": .boolean(false),
        ])
        #expect(set.values["alpha"] == .real(3))
        #expect(set[Self.alpha] == 3)
        #expect(set[Self.rank] == 512)
        #expect(set[Self.confidence] == .log)
        #expect(!set[Self.centred])
    }

    @Test("takes any value as a text")
    func text() throws {
        #expect(try ([Self.note] as ParameterList).checked(["note": .integer(7)])[Self.note] == "7")
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
        let error = #expect(throws: ParameterError.self) { try Self.parameters.checked([name: value]) }
        #expect(error?.description == message)
        #expect(error?.parameter == name)
    }

    @Test("refuses a name that it does not have, and suggests the one that was meant")
    func unknown() {
        let error = #expect(throws: ParameterError.self) { try Self.parameters.checked(["aplha": .real(1)]) }
        #expect(error?.description == "unknown parameter 'aplha'; did you mean 'alpha'?")
    }

    @Test("is written in the order of the names, the same for the same values")
    func description() throws {
        let set = try Self.parameters.checked(["rank": .integer(4), "alpha": .integer(3)])
        #expect(set.description == "alpha=3 centred=true confidence=linear rank=4")
        #expect(try set == Self.parameters.checked(set.values))
    }

    @Test("takes over what was checked before as a check would return it")
    func accepted() throws {
        let given: [String: ParameterValue] = ["alpha": .integer(3), "confidence": .string("log")]
        #expect(try Self.parameters.accepted(given) == Self.parameters.checked(given))
    }

    @Test("has the standard value of a parameter that its list lacks")
    func undeclared() {
        #expect(([Self.rank] as ParameterList).standard[Self.alpha] == 10)
    }

    @Test("tells which parameters are read, and is the same set all the same")
    func reading() {
        let read = Mutex<[String]>([])
        var set = Self.parameters.standard
        set.onReading = { parameter in read.withLock { $0.append(parameter.name) } }
        #expect(set[Self.rank] == 8 && set[Self.centred])
        #expect(read.withLock { $0 } == ["rank", "centred"])
        #expect(set == Self.parameters.standard)
        #expect(Set([set, Self.parameters.standard]).count == 1)
    }
}
