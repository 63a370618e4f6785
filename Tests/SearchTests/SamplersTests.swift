import Parameters
import Search
import Statistics
import Testing

@Suite("Every sampler")
struct SamplersTests {
    @Test("is found by its id")
    func registry() {
        #expect(Samplers.standard.ids == ["grid", "random"])
        #expect(Samplers.standard["grid"]?.id == "grid")
        #expect(Samplers.standard["sobol"] == nil)
    }

    @Test("proposes the same for the same trial, in whichever order it is asked", arguments: Samplers.standard.ids)
    func repeatable(id: String) throws {
        let sampler = try #require(Samplers.standard[id])
        for space in try spaces() {
            let trials = 0..<(try sampler.trialCount(in: space, atMost: 12))
            let propose = { try sampler.parameters(ofTrial: $0, in: space, seed: Seed(7), atMost: 12) }
            #expect(try trials.map(propose) == trials.reversed().map(propose).reversed())
        }
    }

    @Test("gives every parameter an admissible value in no more trials than allowed", arguments: Samplers.standard.ids)
    func admissible(id: String) throws {
        let sampler = try #require(Samplers.standard[id])
        for space in try spaces() {
            let count = try sampler.trialCount(in: space, atMost: 12)
            #expect((1...12).contains(count))
            for trial in 0..<count {
                let point = try sampler.parameters(ofTrial: trial, in: space, seed: Seed(7), atMost: 12)
                #expect(point.keys.sorted() == space.ordered.map(\.name))
                for (name, dimension) in space.ordered {
                    #expect(dimension.admits(try #require(point[name])), "\(name) of trial \(trial)")
                }
            }
        }
    }

    @Test("tries a space of constants once", arguments: Samplers.standard.ids)
    func constants(id: String) throws {
        let sampler = try #require(Samplers.standard[id])
        #expect(try sampler.trialCount(in: SearchSpace(["a": .constant(.integer(1))]), atMost: 12) == 1)
    }

    private func spaces() throws -> [SearchSpace] {
        [
            SearchSpace(),
            try SearchSpace([
                "a": .categorical([.boolean(true), .boolean(false)]), "b": .integer(low: 1, high: 9, scale: .log2),
            ]),
            try SearchSpace([
                "a": .constant(.string("x")), "b": .integer(low: -3, high: 90, scale: .linear),
                "c": .integer(low: 2, high: 90, scale: .log), "d": .real(low: -1, high: 1, scale: .linear),
            ]),
            try SearchSpace(["a": .integer(low: .min, high: .max, scale: .linear)]),
        ]
    }
}

extension Dimension {
    fileprivate func admits(_ value: ParameterValue) -> Bool {
        switch (self, value) {
        case (.constant(let constant), _): value == constant
        case (.categorical(let values), _): values.contains(value)
        case (.integer(let low, let high, _), .integer(let integer)): (low...high).contains(integer)
        case (.real(let low, let high, _), .real(let real)): (low...high).contains(real)
        default: false
        }
    }
}
