public import Search
import StrictYAML
import Yams

/// How the parameters of each algorithm are searched.
public struct SearchSpecification: Hashable, Sendable {
    /// Whether the other trials run after one has failed.
    public enum FailurePolicy: String, CaseIterable, Hashable, Sendable {
        case `continue`, abort
    }

    /// How trials are fitted while settings are chosen.
    public enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Each with the measurements of a fit by itself. Trials that differ in their number of steps have one training
        /// in common.
        case exact
        /// Where the detector can, each from the one with the next larger value of the parameter that it names, until
        /// little changes. Chosen settings are fitted anew, exactly.
        case fast
    }

    /// The id of the sampler.
    public var sampler = "grid"
    /// The most trials that each algorithm gets on each dataset.
    public var trials = 32
    public var onError = FailurePolicy.continue
    public var mode = Mode.exact
    /// What ends trials early that can no longer win; nil for nothing.
    public var pruner: SuccessiveHalving?

    public init() {}
}

extension SearchSpecification {
    init(_ value: YAMLValue, catalogue: Catalogue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["sampler", "trials", "on_error", "mode", "pruner"])
        sampler = mapping["sampler"]?.word(among: catalogue.samplers, kind: "sampler") ?? sampler
        trials = mapping["trials"]?.whole(atLeast: 1, atMost: 100_000) ?? trials
        onError = mapping["on_error"]?.choice(of: FailurePolicy.self) ?? onError
        mode = mapping["mode"]?.choice(of: Mode.self) ?? mode
        pruner = mapping["pruner"].flatMap { SuccessiveHalving($0) }
        if pruner != nil, mode == .fast {
            mapping["pruner"]?.report(
                "a pruner compares trials after equally many steps, which those of mode 'fast' do not take; "
                    + "use mode 'exact'")
        }
    }

    var node: Node {
        .braces(
            [
                ("sampler", .text(sampler)), ("trials", .number(trials)), ("on_error", .text(onError.rawValue)),
                ("mode", .text(mode.rawValue)),
            ] + (pruner.map { [("pruner", $0.node)] } ?? []))
    }
}

extension SuccessiveHalving {
    private static let id = "successive-halving"

    fileprivate init?(_ value: YAMLValue) {
        guard let mapping = value.mapping() else { return nil }
        mapping.allowOnly(["type", "first_rung", "growth", "reduction"])
        _ = mapping.required("type")?.word(among: [Self.id], kind: "pruner")
        func whole(_ key: String, atLeast least: Int, default standard: Int) -> Int {
            mapping[key].map { $0.whole(atLeast: least, atMost: 10_000) ?? standard } ?? standard
        }
        do {
            try self.init(
                firstRung: whole("first_rung", atLeast: 1, default: 3), growth: whole("growth", atLeast: 2, default: 2),
                reduction: whole("reduction", atLeast: 2, default: 3))
        } catch {
            mapping["first_rung"]?.report("\(error)")
            return nil
        }
    }

    fileprivate var node: Node {
        .braces([
            ("type", .text(Self.id)), ("first_rung", .number(firstRung)), ("growth", .number(growth)),
            ("reduction", .number(reduction)),
        ])
    }
}
