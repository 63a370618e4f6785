import StrictYAML
import Yams

/// What makes one trial better than another, and which of the good ones wins.
package struct ObjectiveSpecification: Hashable, Sendable {
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        case maximize, minimize
    }

    /// How the winner is chosen among trials whose difference may be chance.
    package enum Selection: String, CaseIterable, Hashable, Sendable {
        /// The simplest trial within one standard error of the best.
        case oneStandardError = "one-standard-error"
        /// The trial with the best value.
        case best
    }

    /// The part of the cases that the metric is computed on.
    package enum Slice: Hashable, Sendable, CustomStringConvertible {
        /// Each scenario by itself; the objective is the mean over scenarios.
        case macro
        /// All scenarios together.
        case pooled
        /// One scenario of the injection list.
        case only(String)

        package var description: String {
            switch self {
            case .macro: "macro"
            case .pooled: "pooled"
            case .only(let scenario): scenario
            }
        }
    }

    package let metric: MetricReference
    package let direction: Direction
    /// Decides between trials that are equally good; its direction is the metric's own.
    package let tieBreaker: MetricReference
    package let selection: Selection
    package let slice: Slice

    package init(
        metric: MetricReference, direction: Direction, tieBreaker: MetricReference,
        selection: Selection = .oneStandardError, slice: Slice = .macro
    ) {
        self.metric = metric
        self.direction = direction
        self.tieBreaker = tieBreaker
        self.selection = selection
        self.slice = slice
    }
}

extension ObjectiveSpecification {
    /// Reads the section of the root, or fills in the defaults where there is none.
    init?(
        _ root: YAMLMapping, injection: [InjectionSpecification], budgets: BudgetSpecification, catalogue: Catalogue
    ) {
        let section = root["objective"]
        guard let mapping = section.map({ $0.mapping() }) ?? root else { return nil }
        let own = section == nil ? nil : mapping
        own?.allowOnly(["metric", "direction", "tie_breaker", "selection", "scenario"])

        func metric(_ key: String, default name: String) -> MetricReference? {
            if let value = own?[key] { return MetricReference(value, budgets: budgets, catalogue: catalogue) }
            guard let metric = catalogue.metric(name) else {
                mapping.report("there is no metric '\(name)' to use by default; the objective needs '\(key)'")
                return nil
            }
            return MetricReference(metric, budgets: budgets)
        }
        let objective = metric("metric", default: "average_precision")
        let tieBreaker = metric("tie_breaker", default: "noise_rate")
        let selection = own?["selection"].map { $0.choice(of: Selection.self) } ?? .oneStandardError
        let slice = own?["scenario"].map { Slice($0, injection: injection) } ?? .macro
        let given = own?["direction"]?.choice(of: Direction.self)
        guard let objective, let tieBreaker, let selection, let slice,
            let metric = catalogue.metric(objective.name)
        else { return nil }
        let direction: Direction = metric.higherIsBetter ? .maximize : .minimize
        if let given, given != direction {
            own?["direction"]?.report(
                "\(metric.name) is better when \(metric.higherIsBetter ? "higher" : "lower"); "
                    + "the direction must be '\(direction.rawValue)'")
        }
        self.init(
            metric: objective, direction: direction, tieBreaker: tieBreaker, selection: selection, slice: slice)
    }

    var node: Node {
        .braces([
            ("metric", .text(metric.description)), ("direction", .text(direction.rawValue)),
            ("tie_breaker", .text(tieBreaker.description)), ("selection", .text(selection.rawValue)),
            ("scenario", .text(slice.description)),
        ])
    }
}

extension ObjectiveSpecification.Slice {
    fileprivate init?(_ value: YAMLValue, injection: [InjectionSpecification]) {
        switch value.word(among: ["macro", "pooled"] + injection.map(\.name), kind: "scenario of the injection") {
        case "macro"?: self = .macro
        case "pooled"?: self = .pooled
        case let scenario?: self = .only(scenario)
        case nil: return nil
        }
    }
}
