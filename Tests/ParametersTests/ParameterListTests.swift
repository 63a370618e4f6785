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
