package import Evaluation
import Files
import Foundation
import Statistics

/// Are the metrics of made-up tables what their definitions say?
///
/// Tables go through a file, as `accesslab evaluate` reads it, and are measured in every slice. The definitions
/// (`DefinedMeasures`) share no code with the measurements: they count pairs of rows, sort every day by itself, and go
/// through all orders of ties.
package struct MetricsByDefinition: Audit {
    package let id = "metrics-by-definition"
    package let question = "Are the metrics of made-up tables what their definitions say?"
    package let effort = 10.0
    private let metrics: [any Metric]

    /// - Parameter metrics: what is asked; each is known by its name.
    package init(_ metrics: Metrics) {
        self.metrics = metrics.all
    }

    private static let budgets = [1.0, 2.5, 5, 20]
    /// Of the larger of 1 and the value.
    private static let tolerance = 1e-9

    /// A value beside that of the definition.
    private struct Comparison: Sendable {
        let metric: String
        let place: String
        let found: Double?
        let expected: Double?

        var deviation: Double {
            guard let found, let expected else { return found == expected ? 0 : .infinity }
            return found == expected ? 0 : abs(found - expected) / max(1, abs(expected))
        }
    }

    package func checks(_ work: AuditWork) throws -> [AuditCheck] {
        let tables = ScoreTables.all(variants: work.extent == .short ? 1 : 8, seed: work.seed)
        let comparisons = try work.repeated(tables.count) { try compared(tables[$0], in: work.folder) }.joined()
        return metrics.map { metric in
            let own = comparisons.filter { $0.metric == metric.name }
            guard let worst = own.max(by: { $0.deviation < $1.deviation }) else {
                return AuditCheck(
                    metric.name, expected: .words("a definition"), found: .words("none here"), tolerance: "",
                    .unchecked, detail: "nothing is known of this metric to hold it against")
            }
            let isRight = worst.deviation <= Self.tolerance
            let numbers = own.count { $0.expected != nil }
            return AuditCheck(
                metric.name, expected: Self.value(worst.expected), found: Self.value(worst.found),
                tolerance: "\(Self.tolerance) of the larger of 1 and the value", isRight ? .pass : .failure,
                detail:
                    "\(numbers) values and \(own.count - numbers) that are undefined, of \(tables.count) tables; the "
                    + "largest deviation is \(worst.deviation), in \(worst.place)")
        }
    }

    private static func value(_ number: Double?) -> AuditCheck.Value {
        number.map { .number($0) } ?? .words("undefined")
    }

    /// The measurements of a table beside the definitions, in every slice; ones that no definition tells are left out.
    private func compared(_ table: ScoreTables.Table, in folder: URL) throws -> [Comparison] {
        let file = folder.appendingPathComponent("\(UUID().uuidString).csv")
        try Data(([MadeUpRow.header] + table.rows.map(\.line)).joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let cases = try ScoredTable(.path(file.path)).ranked(policy: table.policy)
        var incidents = cases
        incidents.unit = .incident
        let window = DefinedMeasures.Window(of: table.rows)
        func definitions(_ rows: [MadeUpRow]) -> DefinedMeasures {
            DefinedMeasures(of: rows, window: window, policy: table.policy)
        }
        let scenarios = Set(table.rows.map(\.scenario)).subtracting([""]).sorted()
        var slices = [Evaluation.pooled: definitions(table.rows)]
        for scenario in scenarios {
            slices[scenario] = definitions(table.rows.filter { [scenario, ""].contains($0.scenario) })
        }
        for tenant in Set(table.rows.map(\.tenant)) where !tenant.isEmpty {
            slices["tenant/\(tenant)"] = definitions(table.rows.filter { $0.tenant == tenant })
        }
        var found: [String: Double?] = [:]
        for cases in [cases, incidents] {
            for item in Evaluation(of: cases, metrics: metrics, budgets: Self.budgets).measurements {
                found["\(item.slice) \(item.metric)"] = .some(item.value.number)
            }
        }
        var comparisons: [Comparison] = []
        for metric in metrics {
            for budget in metric.isBudgeted ? Self.budgets : [0] {
                guard slices[Evaluation.pooled]?.answer(metric.name, budget: budget) != nil else { continue }
                let name = metric.isBudgeted ? metric.name(at: budget) : metric.name
                func compare(_ slice: String, _ answer: DefinedMeasures.Answer?) {
                    // A table of one tenant has no slice of it.
                    guard let value = found["\(slice) \(name)"] else { return }
                    let expected: Double?
                    switch answer {
                    case nil, .untold: return
                    case .undefined: expected = nil
                    case .value(let number): expected = number
                    }
                    comparisons.append(
                        Comparison(
                            metric: metric.name, place: "'\(table.name)', \(slice), \(name)", found: value,
                            expected: expected))
                }
                for slice in slices.keys.sorted() { compare(slice, slices[slice]?.answer(metric.name, budget: budget)) }
                compare(
                    Evaluation.macro, Self.mean(of: scenarios.map { slices[$0]?.answer(metric.name, budget: budget) }))
            }
        }
        return comparisons
    }

    /// The mean over scenarios; nil where some definition says nothing.
    private static func mean(of answers: [DefinedMeasures.Answer?]) -> DefinedMeasures.Answer? {
        var sum = 0.0, isDefined = !answers.isEmpty
        for answer in answers {
            switch answer {
            case nil, .untold: return nil
            case .undefined: isDefined = false
            case .value(let number): sum += number
            }
        }
        return isDefined ? .value(sum / Double(answers.count)) : .undefined
    }
}
