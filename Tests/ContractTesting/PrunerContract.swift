import Parameters
public import Search
import Testing

/// What every pruner promises.
public struct PrunerContract {
    private let type: any Pruner.Type

    /// - Parameter type: the pruner to be checked.
    public init(_ type: any Pruner.Type) {
        self.type = type
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: `SearchError` where the standard values make no pruner.
    public func check() throws {
        #expect(type.id.isKebabCase, "\(type.id)")
        #expect(!type.summary.isEmpty, "\(type.id) has no summary")
        let pruner = try type.init(type.parameters.standard)
        #expect(pruner.values == type.parameters.standard.values, "\(type.id) does not say the values that it has")
        for steps in [0, 1, 2, 3, 4, 15, 100, 10_000, .max] {
            let rungs = pruner.rungs(below: steps)
            #expect(rungs == rungs.sorted() && Set(rungs).count == rungs.count, "\(rungs) do not ascend")
            #expect(rungs.allSatisfy { (1..<max(1, steps)).contains($0) }, "\(rungs) are not below \(steps)")
        }
        for trials in [1, 2, 3, 24, 1000, .max] {
            let survivors = pruner.survivors(of: trials)
            #expect((1...trials).contains(survivors), "\(survivors) of \(trials) trials continue")
        }
    }
}
