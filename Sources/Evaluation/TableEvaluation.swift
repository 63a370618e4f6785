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
        public let areaTest: PairedComparison.Test
        public let precisionTest: PairedComparison.Test
    }

    public struct Difference: Sendable {
        public let metric: String
        public let estimate: Estimate
        public let equivalence: Equivalence
    }

    /// How rows are measured.
    public struct Settings: Sendable {
        public var metrics: [any Metric]
        public var budgets: [Double]
        public var policy: UnscorablePolicy
        public var intervals: IntervalEstimation
        /// The difference that makes no difference in practice.
        public var margin: Double

        public init(
            metrics: [any Metric], budgets: [Double], policy: UnscorablePolicy, intervals: IntervalEstimation,
            margin: Double
        ) {
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
            let table = try ranked.isEmpty ? table : Self.aligned(table, name, to: tables[0])
            let cases = try table.ranked(policy: settings.policy)
            ranked.append(cases)
            report("measuring \(name)")
            files.append(
                File(
                    name: name, rows: table.cases.count, injected: table.cases.count { $0.isInjected },
                    columns: ScoredTable.Column.allCases.filter(table.columns.contains).map(\.rawValue),
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
        self.comparisons = comparisons
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
        let measures: [any Metric] = [ROCAUC(), AveragePrecision()]
        let differences = measures.compactMap { metric -> Difference? in
            guard let estimate = try? pair.difference(of: metric, by: settings.intervals) else { return nil }
            return Difference(
                metric: metric.name, estimate: estimate,
                equivalence: Equivalence(of: estimate, within: settings.margin))
        }
        return Comparison(
            first: first, second: second, differences: differences, areaTest: pair.areaTest(),
            precisionTest: pair.precisionTest(seed: settings.intervals.seed))
    }
}
