public import Statistics

/// A number that says how well accesses are ranked.
///
/// A metric is one file with one conforming type, and one line in ``Metrics/standard``.
public protocol Metric: Sendable {
    /// The name in files, in snake case: `roc_auc`.
    var name: String { get }
    var higherIsBetter: Bool { get }
    /// What the value can be, so that no interval leaves it: 0 to 1 for a fraction or a probability. It may have infinite
    /// ends.
    var range: ClosedRange<Double> { get }
    /// Whether the value depends on the number of alerts that a day may bring.
    var isBudgeted: Bool { get }
    var needs: MetricNeeds { get }
    /// What the cases are that the metric measures. The default is single accesses.
    var unit: CaseUnit { get }
    /// What is computed, in one or two sentences for reports.
    var definition: String { get }
    /// Where the definition comes from.
    var reference: String { get }

    /// Whether the units of ``closedForm(for:alerts:level:)`` are attacks, so that it holds where the cases of a user
    /// or an attack depend on each other.
    var countsAttacks: Bool { get }
    /// Why resampled cases say nothing of the value's variation; nil where they do.
    var notResampled: String? { get }

    /// The measure of the fast bootstrap that is this metric; nil where each resample has to be ranked anew.
    var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { get }
    /// How the interval is read from replicates of the bootstrap where nothing else is asked for: what held the measured
    /// value most nearly as often as it should (results/audit).
    var bootstrapInterval: BootstrapInterval { get }
    /// Whether the value is the area under the ROC curve, so that DeLong's method gives the interval of a difference.
    var isAreaUnderCurve: Bool { get }

    /// The value for some cases. Weights of cases count: a case of weight 2 is as good as two equal ones.
    ///
    /// - Parameter alerts: what a budget raises. Ignored by metrics that are not budgeted.
    func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue

    /// The value with an interval in closed form; nil for a metric whose interval is a bootstrap's, and for cases
    /// with weights.
    ///
    /// Such an interval takes cases to be independent and is used where nothing better is known, or takes its units to
    /// be attacks (``countsAttacks``). A proportion has none where the threshold comes from the same cases — a
    /// false-positive rate, a rank, a budget —: the threshold varies with them, and what alerts on one case takes the
    /// place of another. Of a true-positive rate at 1 % false positives, Wilson's intervals for 95 % held 75 to 87 %.
    func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate?
}

extension Metric {
    /// 0 to 1.
    public var range: ClosedRange<Double> { 0...1 }
    /// Single accesses.
    public var unit: CaseUnit { .access }
    /// False.
    public var countsAttacks: Bool { false }
    /// Nil: the metric can be resampled.
    public var notResampled: String? { nil }
    /// Nil: the metric is computed anew for each resample.
    public var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { nil }
    /// Percentiles.
    public var bootstrapInterval: BootstrapInterval { .percentile }
    /// False.
    public var isAreaUnderCurve: Bool { false }

    /// Nil: there is no interval in closed form.
    public func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? { nil }

    /// The name of a budgeted metric's value at a budget: `recall_at_budget@10`.
    public func name(at budget: Double) -> String {
        "\(name)@" + (budget == budget.rounded() && budget < 1e15 ? "\(Int(budget))" : "\(budget)")
    }
}

/// A metric's value, or the reason why there is none.
public enum MetricValue: Hashable, Sendable {
    /// A number, which may be infinite.
    case defined(Double)
    /// No number, with the reason in a sentence without its full stop.
    case undefined(String)
    /// The time of something that never happens: infinite, and for that reason no number. The text says what happens
    /// instead.
    case never(String)

    /// The value; nil where there is none.
    public var number: Double? {
        if case .defined(let value) = self { value } else { nil }
    }

    /// The value where there is one, and otherwise "undefined" for lack of a class of cases.
    static func ofBothClasses(_ value: Double?, _ cases: RankedCases) -> MetricValue {
        if let value { return .defined(value) }
        return .undefined(cases.curve.positives == 0 ? "there is no injected case" : "there is no benign case")
    }

    /// The median time until an event that fewer than half of all have.
    static func never(found: Double, of total: Double) -> MetricValue {
        let percent = Number.text(found / total * 100, isGrouped: false)
        return .never(
            "\(Number.text(found)) of \(Number.text(total)) attacks (\(percent) %) are found, fewer than half")
    }

    /// The same over several replicates.
    package static func never(in replicates: Int, of total: Int) -> MetricValue {
        .never("in \(replicates) of \(total) replicates fewer than half of the attacks are found")
    }

    /// Whether the value is the time of something that never happens.
    public var isNever: Bool {
        if case .never = self { true } else { false }
    }

    /// The number, `never` or `undefined`, for people.
    public var text: String { number.map { Number.text($0) } ?? word }

    /// What stands where there is no number.
    public var word: String { isNever ? "never" : "undefined" }

    /// A rate per day of the window.
    static func perDay(_ amount: Double, of cases: RankedCases) -> MetricValue {
        guard let days = cases.days else {
            return .undefined("the data have no time, so that there is no number of alerts per day")
        }
        return days > 0 ? .defined(amount / days) : .undefined("the window has no day")
    }
}

/// In files: the number, or `{"undefined": "there is no injected case"}`.
extension MetricValue: Codable {
    private enum CodingKeys: String, CodingKey {
        case undefined
    }

    /// What the reason of a value that is never reached begins with in files, whose one field holds the reasons of both.
    private static let neverBegins = "never: "

    /// Why there is no number, as files have it: `there is no injected case`, `never: 4 of 14 attacks are found`; nil
    /// where there is one.
    public var reason: String? {
        switch self {
        case .defined: nil
        case .undefined(let reason): reason
        case .never(let reason): Self.neverBegins + reason
        }
    }

    /// Reads a reason as files have it: what ``reason`` gives.
    public init(reason: String) {
        self =
            reason.hasPrefix(Self.neverBegins)
            ? .never(String(reason.dropFirst(Self.neverBegins.count))) : .undefined(reason)
    }

    /// Writes the number, or an object with the reason.
    public func encode(to encoder: any Encoder) throws {
        if case .defined(let number) = self {
            var container = encoder.singleValueContainer()
            try container.encode(number)
        } else {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(reason, forKey: .undefined)
        }
    }

    /// Reads a number, or an object with the reason.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: CodingKeys.self) {
            self.init(reason: try container.decode(String.self, forKey: .undefined))
        } else {
            self = .defined(try decoder.singleValueContainer().decode(Double.self))
        }
    }
}

/// What cases must have for a metric to be defined.
public struct MetricNeeds: OptionSet, Hashable, Sendable {
    /// The bits of the options.
    public let rawValue: Int

    /// - Parameter rawValue: the bits of the options.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Labels: both benign and injected cases.
    public static let labels = MetricNeeds(rawValue: 1 << 0)
    /// A time for every case.
    public static let time = MetricNeeds(rawValue: 1 << 1)
    /// The user of every case.
    public static let users = MetricNeeds(rawValue: 1 << 2)
    /// The attack of every injected case.
    public static let attacks = MetricNeeds(rawValue: 1 << 3)

    private static let names: [(MetricNeeds, String)] = [
        (.labels, "labels"), (.time, "times"), (.users, "users"), (.attacks, "attacks"),
    ]

    /// The needs in words, for reports: `labels`, `times`.
    public var names: [String] { Self.names.filter { contains($0.0) }.map(\.1) }
}
