package import Interactions
package import Statistics

/// The scored rows of one or several tools, measured and compared pairwise.
package struct TableEvaluation: Sendable {
    package let files: [File]
    /// Every pair of files, each file against those that follow; empty for one file.
    package let comparisons: [Comparison]
    /// The level of intervals; tests have the level of significance 1 − level.
    package let level: Double

    package struct File: Sendable {
        package let name: String
        package let rows: Int
        package let injected: Int
        /// The rows without a score, which the policy of the settings ranks or leaves out.
        package let unscored: Int
        /// The tenants; of more than ``Evaluation/mostTenants`` none is measured by itself.
        package let tenants: Int
        /// The days (UTC) since 1970-01-01 from the first row to the last; nil where some row has no time.
        package let days: Range<Int>?
        /// The columns of the file that were used, by name.
        package let columns: [String]
        package let measurements: [Evaluation.Measurement]
        /// What a scorer reaches on all rows at budgets of alerts that knows the attacks, and what one is expected to reach
        /// that knows nothing; empty without a budget.
        package let attainable: [Evaluation.Measurement]
        package let random: [Evaluation.Measurement]
        /// What makes them look better, or more certain, than they are, in sentences.
        package let warnings: [String]
    }

    /// Two files on all rows; differences are first minus second.
    package struct Comparison: Sendable, Encodable {
        package let first: String
        package let second: String
        package let differences: [Difference]
        package internal(set) var tests: [Test]
    }

    /// A test of two files.
    package struct Test: Sendable {
        /// What is compared: `roc_auc` or `average_precision`, of all rows.
        package let metric: String
        /// The test's name in words.
        package let name: String
        /// The difference of that measurement, first minus second; nil where it is undefined.
        package let difference: Double?
        package let outcome: PairedComparison.Test
        /// The p-value corrected after Holm for all tests of all pairs of files; nil where the test was refused.
        package internal(set) var correctedPValue: Double?
        /// Whether the corrected p-value is significant, and a sample of this size could be.
        package internal(set) var isSignificant = false
    }

    package struct Difference: Sendable {
        /// The metric, with its budget if it has one.
        package let metric: String
        /// The difference, or why there is none.
        package let estimate: Result<Estimate, ComparisonError>
        /// What the difference means in practice; nil where there is none.
        package let equivalence: Equivalence?
    }

    /// How rows are measured.
    package struct Settings: Sendable {
        package var metrics: [any Metric]
        /// The metrics whose differences between files are wanted, budgeted ones at each budget.
        package var compared: [any Metric]
        package var budgets: [Double]
        package var policy: UnscorablePolicy
        package var intervals: IntervalEstimation
        /// The difference that makes no difference in practice.
        package var margin: Double

        package init(
            metrics: [any Metric], compared: [any Metric] = [ROCAUC(), AveragePrecision()], budgets: [Double],
            policy: UnscorablePolicy, intervals: IntervalEstimation, margin: Double
        ) {
            self.metrics = metrics
            self.compared = compared
            self.budgets = budgets
            self.policy = policy
            self.intervals = intervals
            self.margin = margin
        }
    }

    /// - Parameters:
    ///   - tables: each file's name and rows; all hold the same rows where there are several.
    ///   - report: told what is being computed.
    /// - Throws: ``ComparisonError`` where files hold different rows, `StatisticsError`, `CancellationError`.
    package init(
        _ tables: [(name: String, table: ScoredTable)], settings: Settings, report: (String) -> Void = { _ in }
    ) throws {
        var ranked: [ScoredCases] = []
        var files: [File] = []
        for (name, own) in tables {
            try settings.intervals.checkCancellation()
            let table = try ranked.isEmpty ? own : Self.aligned(own, name, to: tables[0])
            let cases = try table.ranked(policy: settings.policy)
            ranked.append(cases)
            report("measuring \(name)")
            let budgeted = settings.metrics.filter(\.isBudgeted)
            func reached(_ score: (ScoredCases.Case) -> Double) throws -> [Evaluation.Measurement] {
                guard !budgeted.isEmpty, !settings.budgets.isEmpty else { return [] }
                return Evaluation(
                    of: try table.rescored(score).ranked(policy: .rankLast), metrics: budgeted,
                    budgets: settings.budgets,
                    unless: settings.intervals.isCancelled
                ).measurements.filter { $0.slice == Evaluation.pooled }
            }
            files.append(
                File(
                    name: name, rows: table.cases.count, injected: table.cases.count { $0.isInjected },
                    unscored: own.cases.count { $0.score == nil }, tenants: cases.tenants.count,
                    days: cases.window.days,
                    columns: ScoredTable.Column.allCases.filter(own.columns.contains).map(\.rawValue),
                    measurements: try settings.intervals.measurements(
                        of: cases, metrics: settings.metrics, budgets: settings.budgets),
                    attainable: try reached { $0.isInjected ? 1 : 0 }, random: try reached { _ in 0 },
                    warnings: own.doubts(policy: settings.policy)))
            try settings.intervals.checkCancellation()
        }
        self.files = files
        var comparisons: [Comparison] = []
        for first in files.indices {
            for second in files.indices where second > first {
                report("comparing \(files[first].name) with \(files[second].name)")
                try settings.intervals.checkCancellation()
                let pair = try PairedComparison(ranked[first], ranked[second])
                comparisons.append(
                    try Self.comparison(pair, files[first].name, files[second].name, settings: settings))
            }
        }
        self.comparisons = try Self.corrected(comparisons, at: 1 - settings.intervals.level)
        level = settings.intervals.level
    }

    /// Corrects the p-values for all tests that are made: of both measures, of all pairs of files. Whoever looks at more
    /// measures has more chances of finding a difference where there is none.
    private static func corrected(
        _ comparisons: [Comparison], at level: Double
    ) throws(StatisticsError) -> [Comparison] {
        var comparisons = comparisons
        var places: [(comparison: Int, test: Int)] = [], pValues: [Double] = []
        for (index, comparison) in comparisons.enumerated() {
            for (test, made) in comparison.tests.enumerated() {
                guard case .performed(let result) = made.outcome else { continue }
                places.append((index, test))
                pValues.append(result.pValue)
            }
        }
        for ((index, test), pValue) in zip(places, try MultipleTests.holm(pValues)) {
            comparisons[index].tests[test].correctedPValue = pValue
            comparisons[index].tests[test].isSignificant =
                pValue <= level && comparisons[index].tests[test].outcome.isSignificant(at: level)
        }
        return comparisons
    }

    /// The number of tests that p-values are corrected for.
    package var correctedTests: Int {
        comparisons.reduce(0) { $0 + $1.tests.count { $0.correctedPValue != nil } }
    }

    private static func aligned(
        _ table: ScoredTable, _ name: String, to reference: (name: String, table: ScoredTable)
    ) throws(ComparisonError) -> ScoredTable {
        do {
            return try reference.table.scored(as: table)
        } catch {
            throw ComparisonError("\(reference.name) and \(name) cannot be compared: \(error)")
        }
    }

    private static func comparison(
        _ pair: PairedComparison, _ first: String, _ second: String, settings: Settings
    ) throws -> Comparison {
        let differences = try settings.compared.flatMap { metric in
            try (metric.isBudgeted ? settings.budgets : [0]).map { budget in
                try difference(of: metric, budget: budget, between: pair, settings: settings)
            }
        }
        let intervals = settings.intervals
        try intervals.checkCancellation()
        let outcomes = try pair.tests(by: intervals)
        let tests = [
            Test(
                metric: ROCAUC().name, name: "test of equal areas", difference: pair.areaDifference,
                outcome: outcomes.area),
            Test(
                metric: AveragePrecision().name, name: "test of equal average precision",
                difference: pair.precisionDifference, outcome: outcomes.precision),
        ]
        try intervals.checkCancellation()
        return Comparison(first: first, second: second, differences: differences, tests: tests)
    }

    private static func difference(
        of metric: any Metric, budget: Double, between pair: PairedComparison, settings: Settings
    ) throws -> Difference {
        let name = metric.isBudgeted ? metric.name(at: budget) : metric.name
        do {
            let estimate = try pair.difference(of: metric, budget: budget, by: settings.intervals)
            return Difference(
                metric: name, estimate: .success(estimate),
                equivalence: Equivalence(of: estimate, within: settings.margin))
        } catch let error as ComparisonError {
            return Difference(metric: name, estimate: .failure(error), equivalence: nil)
        }
    }
}
