/// The measurements of one model on one window.
package struct Evaluation: Hashable, Sendable {
    /// All cases together.
    package static let pooled = "pooled"
    /// The mean of the scenarios' values.
    package static let macro = "macro"

    package let measurements: [Measurement]

    /// Measures scored cases with every metric of their kind at every budget: for each scenario, against matched benign
    /// cases, for each of several tenants, macro-averaged and pooled.
    ///
    /// - Parameter isCancelled: asked before every slice and metric; once it is true, the measurements mean nothing.
    package init(
        of cases: ScoredCases, metrics: [any Metric], budgets: [Double], unless isCancelled: () -> Bool = { false }
    ) {
        let slices = Self.slices(of: cases), metrics = metrics.filter { $0.unit == cases.unit }
        var measurements: [Measurement] = []
        var ofScenarios: [String: [MetricValue]] = [:], names: [String] = []
        for (name, slice) in slices {
            if isCancelled() { break }
            let ranked = RankedCases(cases, slice: slice)
            let values = Self.values(of: ranked, metrics: metrics, budgets: budgets, unless: isCancelled)
            measurements += values.map { Measurement(metric: $0.metric, slice: name, value: $0.value) }
            names = values.map(\.metric)
            guard case .scenario = slice else { continue }
            for (metric, value) in values { ofScenarios[metric, default: []].append(value) }
        }
        measurements += names.map {
            Measurement(metric: $0, slice: Self.macro, value: Self.mean(of: ofScenarios[$0] ?? []))
        }
        self.measurements = measurements
    }

    init(measurements: [Measurement]) {
        self.measurements = measurements
    }

    /// The most tenants that are measured one by one. Every slice takes a look at all cases, and all metrics.
    package static let mostTenants = 200

    /// The slices that an evaluation measures, with their names.
    static func slices(of cases: ScoredCases) -> [(name: String, slice: Slice)] {
        var slices: [(String, Slice)] = cases.scenarios.indices.map { (cases.scenarios[$0], .scenario($0)) }
        if cases.matched != nil {
            slices += cases.scenarios.indices.map { (cases.scenarios[$0] + "/matched", .matched($0)) }
        }
        if cases.tenants.count > 1, cases.tenants.count <= mostTenants {
            slices += cases.tenants.indices.map { ("tenant/" + cases.tenants[$0], .tenant($0)) }
        }
        return slices + [(pooled, .pooled)]
    }

    /// The values of all metrics on one slice, those of budgeted metrics at each budget.
    static func values(
        of cases: RankedCases, metrics: [any Metric], budgets: [Double], unless isCancelled: () -> Bool
    ) -> [(metric: String, value: MetricValue)] {
        let none = AlertBudget(cases, budget: 0)
        let needed = metrics.contains { $0.isBudgeted } ? budgets : []
        let alerts = needed.map { AlertBudget(cases, budget: $0) }
        return metrics.flatMap { metric -> [(metric: String, value: MetricValue)] in
            if isCancelled() { return [] }
            return metric.isBudgeted
                ? alerts.map { (metric.name(at: $0.budget), metric.value(for: cases, alerts: $0)) }
                : [(metric.name, metric.value(for: cases, alerts: none))]
        }
    }

    static func mean(of values: [MetricValue]) -> MetricValue {
        guard !values.isEmpty else { return .undefined("there is no scenario") }
        var sum = 0.0
        for value in values {
            switch value {
            case .defined(let number): sum += number
            case .undefined, .never: return value
            }
        }
        return .defined(sum / Double(values.count))
    }
}
