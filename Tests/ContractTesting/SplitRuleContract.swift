public import AccessLogs
public import Interactions
import Parameters
import Statistics
import Testing

/// What every way of dividing a log promises.
public struct SplitRuleContract {
    private let rule: any SplitRule
    private let log: AccessLog

    /// - Parameter log: with times, more than one tenant, and enough accesses for the rule to divide.
    public init(_ rule: any SplitRule, dividing log: AccessLog) {
        self.rule = rule
        self.log = log
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: `SplitError` where the rule cannot divide the log.
    public func check() throws {
        try check(rule)
    }

    private func check<Rule: SplitRule>(_ rule: Rule) throws {
        #expect(rule.id.isKebabCase, "\(rule.id)")
        #expect(!rule.summary.isEmpty && !rule.variation.isEmpty, "\(rule.id) does not describe itself")
        #expect(rule.testToTraining > 0 && rule.testToTraining.isFinite)
        // Its values are those of its parameters, and make it again.
        #expect(Set(rule.values.keys).isSubset(of: rule.parameters.map(\.name)))
        #expect(try rule.with(rule.parameters.checked(rule.values)) == rule, "\(rule.id) is not what its values say")
        try checkFolds(of: rule)
    }

    private func checkFolds(of rule: some SplitRule) throws {
        let splits = try splits(rule)
        #expect(splits.count == Self.replicates)
        #expect(try self.splits(rule).map(Self.indices) == splits.map(Self.indices), "\(rule.id) draws anew")
        #expect(Set(splits.map { $0.test.training }).count == 1, "the test of \(rule.id) differs between replicates")
        if !rule.dividesAnew {
            #expect(Set(splits.map(Self.indices)).count == 1, "\(rule.id) divides replicates differently")
        }
        for split in splits {
            #expect(split.validation.count == rule.validationFolds)
            for fold in split.validation + [split.test] { check(fold, isTimeless: rule.isTimeless) }
        }
    }

    private func check(_ fold: Fold, isTimeless: Bool) {
        #expect(fold.training == fold.training.sorted() && Set(fold.training).count == fold.training.count)
        #expect(!fold.training.isEmpty && !fold.window.benign.isEmpty)
        #expect((fold.window.days == nil) == isTimeless, "only a timeless division has no days")
        let known = PairSet(of: fold.training, in: log)
        #expect(
            !fold.window.benign.contains { known.contains(user: $0.user, resource: $0.resource) },
            "a new pair is in training")
    }

    private func splits(_ rule: some SplitRule) throws -> [Split] {
        try rule.splits(of: log, population: .newPairs, replicates: Self.replicates, seed: Seed(7))
    }

    private static let replicates = 3

    private static func indices(of split: Split) -> [[Int]] {
        (split.validation + [split.test]).map(\.training)
    }
}
