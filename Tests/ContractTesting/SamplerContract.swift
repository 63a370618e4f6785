import Parameters
public import Search
import Statistics
import Testing

/// What every sampler promises.
public struct SamplerContract {
    private let sampler: any Sampler

    /// - Parameter sampler: the sampler to be checked.
    public init(_ sampler: any Sampler) {
        self.sampler = sampler
    }

    /// One of the promises, so that tests can report each by itself.
    public enum Promise: String, CaseIterable, Sendable {
        /// It has an id and a summary.
        case describesItself
        /// It proposes the same for the same trial, in whichever order it is asked.
        case repeatsPoints
        /// It gives every parameter an admissible value, in no more trials than allowed.
        case keepsToTheSpace
        /// It tries a space of constants once.
        case triesConstantsOnce
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: `SearchError` where the sampler cannot cover a few small spaces in twelve trials.
    public func check() throws {
        for promise in Promise.allCases { try check(promise) }
    }

    /// Checks one promise; where it is broken, the test that calls this has an issue.
    ///
    /// - Throws: as ``check()``.
    public func check(_ promise: Promise) throws {
        switch promise {
        case .describesItself:
            #expect(sampler.id.isKebabCase, "\(sampler.id)")
            #expect(!sampler.summary.isEmpty, "\(sampler.id) has no summary")
        case .repeatsPoints: for space in try Self.spaces { try checkRepetition(in: space) }
        case .keepsToTheSpace: for space in try Self.spaces { try checkPoints(in: space) }
        case .triesConstantsOnce:
            let constant = try SearchSpace(["a": .constant(.integer(1))])
            #expect(try sampler.trialCount(in: constant, atMost: 12) == 1, "\(sampler.id)")
        }
    }

    private func checkRepetition(in space: SearchSpace) throws {
        let trials = 0..<(try sampler.trialCount(in: space, atMost: 12))
        let propose = { try sampler.parameters(ofTrial: $0, in: space, seed: Seed(7), atMost: 12) }
        #expect(try trials.map(propose) == trials.reversed().map(propose).reversed(), "\(sampler.id)")
    }

    private func checkPoints(in space: SearchSpace) throws {
        let count = try sampler.trialCount(in: space, atMost: 12)
        #expect((1...12).contains(count), "\(sampler.id) has \(count) of at most 12 trials")
        for trial in 0..<count {
            let point = try sampler.parameters(ofTrial: trial, in: space, seed: Seed(7), atMost: 12)
            #expect(point.keys.sorted() == space.ordered.map(\.name))
            for (name, dimension) in space.ordered {
                #expect(dimension.admits(try #require(point[name])), "\(sampler.id): \(name) of trial \(trial)")
            }
        }
    }

    private static var spaces: [SearchSpace] {
        get throws {
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
