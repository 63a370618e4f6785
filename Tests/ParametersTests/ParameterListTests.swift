import Parameters
import Testing

@Suite("A list of parameters")
struct ParameterListTests {
    private enum Side: String, ParameterChoice {
        case users
        case bothOfThem = "both-of-them"
    }

    private static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 8, simpler: .lower, tuned: [4, 8], "Length of the factors.")
    private static let side = Parameter<Side>("side", standard: .users, tuned: [.bothOfThem], "What is predicted.")

    @Test("keeps the order, and joins with another")
    func order() {
        let list: ParameterList = [Self.side, Self.rank]
        #expect(list.map(\.name) == ["side", "rank"])
        #expect(([Self.side] + [Self.rank] as ParameterList) == list)
    }

    @Test("describes each parameter without the type of its values")
    func descriptions() {
        let list: ParameterList = [Self.rank, Self.side]
        #expect(list[0].domain == .integer(1...512))
        #expect(list[0].standard == .integer(8))
        #expect(list[0].simpler == .lower)
        #expect(list[0].tuned == [.integer(4), .integer(8)])
        #expect(list[1].domain == .choice(["users", "both-of-them"]))
        #expect(list[1].standard == .string("users"))
        #expect(list[1].tuned == [.string("both-of-them")])
        #expect(list[1].expectation == "one of users, both-of-them")
    }

    @Test("has values that need not be given, and checks those that are")
    func optional() throws {
        let days = Parameter<Int>.optional("days", in: 1...90, "Days.")
        let list: ParameterList = [days]
        #expect(list[0].isOptional)
        #expect(list.standard.given(days) == nil)
        #expect(try list.checked(["days": .integer(7)]).given(days) == 7)
        #expect(throws: ParameterError.self) { try list.checked(["days": .integer(0)]) }
    }

    @Test("is left out of a set of values where it is a text that is not given")
    func optionalText() throws {
        let name = Parameter<String>.optional("name", as: "a name", "Name."),
            days = Parameter<Int>("days", in: 1...9, standard: 2, "Days.")
        let list: ParameterList = [days, name]
        #expect(list.standard.description == "days=2" && list.standard[name] == "")
        #expect(try list.checked([:]) == list.standard)
        #expect(try list.checked(["name": .string("x")]).description == "days=2 name=x")
        #expect(try list.checked(["name": .string("x")])[name] == "x")
        #expect(list[1].expectation == "a name" && list[1].isOptional)
    }

    @Test("says in words what the bounds of a range do not")
    func words() {
        let fraction = Parameter<Double>(
            "train", in: Double.leastNonzeroMagnitude...1, as: "a number above 0 and up to 1", standard: 0.6, "Days.")
        #expect(fraction.description.expectation == "a number above 0 and up to 1")
        #expect(throws: ParameterError.self) { try fraction.description.checked(.real(0)) }
    }

    @Test("knows probabilities and seeds")
    func sugar() {
        let probability = Parameter.probability("joiners", standard: 0.06, "Who joins.")
        #expect(probability.description.domain == .real(0...1))
        #expect(probability.standard == 0.06)
        let seed = Parameter.seed("Seed.")
        #expect(seed.name == "seed" && seed.standard == 0)
        #expect(seed.description.expectation == "a whole number of at least 0")
    }
}
