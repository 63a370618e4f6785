public import Interactions
public import Statistics

/// The scored rows of one or several tools, measured and compared pairwise.
public struct TableEvaluation: Sendable {
    public let files: [File]
    /// Every pair of files, the first against those that follow, and so on; empty for one file.
    public let comparisons: [Comparison]

    public struct File: Sendable {
        public let name: String
        public let rows: Int
        public let injected: Int
        /// The columns of the file that were used, by name.
        public let columns: [String]
        public let figures: [EstimatedFigure]
    }

    /// Two files on all rows; differences are first minus second.
    public struct Comparison: Sendable {
        public let first: String
        public let second: String
        public let differences: [Difference]
        public let areaTest: CorrectedTest
        /// Of the mean over incidents of their average precision, which is not the average precision of all cases.
        public let incidentTest: CorrectedTest
    }

    /// A test, and its p-value corrected after Holm for all pairs of files; nil where the test was refused.
    public struct CorrectedTest: Sendable {
        public let test: PairedComparison.Test
        public fileprivate(set) var correctedPValue: Double?
        /// Whether a star may be printed at ``Settings/significance``.
        public fileprivate(set) var isSignificant: Bool
    }

    public struct Difference: Sendable {
        public let metric: String
        /// The difference, or why it cannot be had.
        public let estimate: Result<Estimate, ComparisonError>
        public let equivalence: Equivalence?
    }

    /// How rows are measured.
    public struct Settings: Sendable {
        public var metrics: [any Metric]
        public var budgets: [Double]
        public var policy: UnscorablePolicy
        public var intervals: IntervalEstimation
        /// The difference that makes no difference in practice.
        public var margin: Double
        /// The metrics that pairs of files are compared by.
        public var compared: [any Metric]

        /// The level of significance, which intervals and tests share.
        public var significance: Double { 1 - intervals.level }

        /// - Parameter compared: the metrics that pairs are compared by; the area under the ROC curve and average
        ///   precision where none are named.
        public init(
            metrics: [any Metric], budgets: [Double], policy: UnscorablePolicy, intervals: IntervalEstimation,
            margin: Double, compared: [any Metric] = []
        ) {
            self.compared = compared.isEmpty ? [ROCAUC(), AveragePrecision()] : compared
            self.metrics = metrics
            self.budgets = budgets
            self.policy = policy
            self.intervals = intervals
            self.margin = margin
        }
    }

    /// - Parameters:
    ///   - tables: each file's name and rows; all hold the same rows where there are several.
    ///   - report: told what is being computed.
    /// - Throws: ``ComparisonError`` where files hold different rows, `StatisticsError`.
    public init(
        _ tables: [(name: String, table: ScoredTable)], settings: Settings, report: (String) -> Void = { _ in }
    ) throws {
        var ranked: [ScoredCases] = []
        var files: [File] = []
        for (name, table) in tables {
            let own = table.columns
            let table = try ranked.isEmpty ? table : Self.aligned(table, name, to: tables[0])
            let cases = try table.ranked(policy: settings.policy)
            ranked.append(cases)
            report("measuring \(name)")
            files.append(
                File(
                    name: name, rows: table.cases.count, injected: table.cases.count { $0.isInjected },
                    columns: ScoredTable.Column.allCases.filter(own.contains).map(\.rawValue),
                    figures: try settings.intervals.figures(
                        of: cases, metrics: settings.metrics, budgets: settings.budgets)))
        }
        self.files = files
        var comparisons: [Comparison] = []
        for first in files.indices {
            for second in files.indices where second > first {
                report("comparing \(files[first].name) with \(files[second].name)")
                let pair = try PairedComparison(ranked[first], ranked[second])
                comparisons.append(
                    try Self.comparison(pair, files[first].name, files[second].name, settings: settings))
            }
        }
        self.comparisons = try Self.corrected(comparisons, significance: settings.significance)
    }

    /// Corrects the p-values of each kind of test for the number of pairs.
    private static func corrected(
        _ comparisons: [Comparison], significance: Double
    ) throws(StatisticsError) -> [Comparison] {
        func corrected(_ tests: [CorrectedTest]) throws(StatisticsError) -> [CorrectedTest] {
            let performed = tests.indices.filter { tests[$0].test.result != nil }
            let values = try MultipleTests.holm(performed.compactMap { tests[$0].test.result?.pValue })
            var tests = tests
            for (place, value) in zip(performed, values) {
                tests[place].correctedPValue = value
                tests[place].isSignificant = value <= significance && tests[place].test.isSignificant(at: significance)
            }
            return tests
        }
        let areas = try corrected(comparisons.map(\.areaTest))
        let incidents = try corrected(comparisons.map(\.incidentTest))
        return comparisons.indices.map { place in
            Comparison(
                first: comparisons[place].first, second: comparisons[place].second,
                differences: comparisons[place].differences, areaTest: areas[place], incidentTest: incidents[place])
        }
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
        let measures = settings.compared.flatMap { metric -> [(any Metric, Double)] in
            metric.isBudgeted ? settings.budgets.map { (metric, $0) } : [(metric, 0)]
        }
        let differences = try measures.map { metric, budget -> Difference in
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
        func uncorrected(_ test: PairedComparison.Test) -> CorrectedTest {
            CorrectedTest(test: test, correctedPValue: nil, isSignificant: false)
        }
        return Comparison(
            first: first, second: second, differences: differences, areaTest: uncorrected(pair.areaTest()),
            incidentTest: uncorrected(
                pair.precisionTest(seed: settings.intervals.seed, significance: settings.significance)))
    }
}
