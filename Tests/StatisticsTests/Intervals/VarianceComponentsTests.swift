import Statistics
import Testing

@Suite("Variance components")
struct VarianceComponentsTests {
    /// Two worlds, two injections each, two starts each; mean squares by hand: starts 1, injections 9/2, worlds 50.
    @Test("are those of the analysis of variance")
    func byHand() throws {
        let components = try VarianceComponents([[[1, 2], [3, 4]], [[7, 8], [10, 12]]])
        // Within injections: (0.5 + 0.5 + 0.5 + 2) / 4.
        let starts = 3.5 / 4
        // Injection means 1.5, 3.5, 7.5, 11: squares (2 + 6.125) per two degrees of freedom, two starts each.
        let injections = (2 + 6.125) / 2 * 2
        // World means 2.5 and 9.25, four values each.
        let worlds = 6.75 * 6.75 / 2 * 4
        #expect(try #require(components.initializations) == starts)
        #expect(try #require(components.injections) == (injections - starts) / 2)
        #expect(try abs(#require(components.worlds) - (worlds - injections) / 4) < 1e-12)
        #expect(!components.isUnstable)
    }

    /// Made by Tests/Oracles/variance_components.py: the restricted maximum likelihood of statsmodels, which equals
    /// the analysis of variance for balanced data with no negative estimate, to its optimiser's tolerance.
    @Test("are those of a mixed model fitted by restricted maximum likelihood", arguments: VarianceFixtures.all)
    func mixedModel(fixture: VarianceFixtures.Case) throws {
        let components = try VarianceComponents(fixture.values)
        for (found, expected) in [
            (components.worlds, fixture.worlds), (components.injections, fixture.injections),
            (components.initializations, fixture.initializations),
        ] {
            let value = try #require(found)
            #expect(abs(value - expected) <= 1e-3 * expected)
        }
    }

    @Test("say nothing of a level that is not repeated, and are not negative")
    func absent() throws {
        let onlyStarts = try VarianceComponents([[[1, 2, 3]]])
        #expect(onlyStarts.initializations == 1)
        #expect(onlyStarts.injections == nil)
        #expect(onlyStarts.worlds == nil)
        let onlyWorlds = try VarianceComponents([[[1]], [[3]]])
        #expect(onlyWorlds.worlds == 2)
        #expect(onlyWorlds.initializations == nil)
        let noisy = try VarianceComponents([[[0, 10], [1, 9]], [[2, 8], [0, 10]]])
        #expect(noisy.injections == 0)
        #expect(noisy.worlds == 0)
        #expect(noisy.isUnstable)
    }

    @Test("refuse what is empty, unbalanced or not finite")
    func refused() {
        let designs: [[[[Double]]]] = [[], [[]], [[[]]], [[[1], [2]], [[1]]], [[[1, 2], [3]]], [[[.nan]]]]
        for values in designs {
            #expect(throws: StatisticsError.self) { try VarianceComponents(values) }
        }
    }
}

/// Nested designs with their variance components by restricted maximum likelihood.
enum VarianceFixtures {
    static let all: [Case] = Fixtures.read("variance_components")

    struct Case: Decodable {
        let values: [[[Double]]]
        let worlds: Double
        let injections: Double
        let initializations: Double
    }
}
