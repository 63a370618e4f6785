import Parameters
package import Search
import StrictYAML
import Yams

/// How the parameters of each algorithm are searched.
package struct SearchSpecification: Hashable, Sendable {
    /// Whether the other trials run after one has failed.
    package enum FailurePolicy: String, CaseIterable, Hashable, Sendable {
        case `continue`, abort
    }

    /// How trials are fitted while settings are chosen.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Each with the measurements of a fit by itself. Trials that differ in their number of steps have one training
        /// in common.
        case exact
        /// Where the detector can, each from the one with the next larger value of the parameter that it names, until
        /// little changes. Chosen settings are fitted anew, exactly.
        case fast
    }

    /// The id of the sampler.
    package var sampler = "grid"
    /// The most trials that each algorithm gets on each dataset.
    package var trials = 32
    package var onError = FailurePolicy.continue
    package var mode = Mode.exact
    /// What ends trials early that can no longer win; nil for nothing.
    package var pruning: Pruning?

    /// Trials are ended by a pruner of any type.
    package struct Pruning: Hashable, Sendable {
        package let pruner: any Pruner

        package init(_ pruner: some Pruner) {
            self.pruner = pruner
        }

        package static func == (first: Pruning, second: Pruning) -> Bool {
            AnyHashable(first.pruner) == AnyHashable(second.pruner)
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(pruner)) }
    }

    package init() {}
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
        pruning = mapping["pruner"].flatMap { Pruning($0, catalogue: catalogue) }
        if pruning != nil, mode == .fast {
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
            ] + (pruning.map { [("pruner", $0.node)] } ?? []))
    }
}

extension SearchSpecification.Pruning {
    fileprivate init?(_ value: YAMLValue, catalogue: Catalogue) {
        guard let mapping = value.mapping(),
            let id = mapping.required("type")?.word(among: catalogue.pruners.ids, kind: "pruner"),
            let type = catalogue.pruners[id]
        else { return nil }
        do {
            self.init(try type.init(mapping.parameters(type.parameters, besides: ["type"])))
        } catch {
            (error.parameter.flatMap { mapping[$0] } ?? value).report("\(error)")
            return nil
        }
    }

    fileprivate var node: Node {
        let type = Swift.type(of: pruner)
        return .braces([("type", .text(type.id))] + Node.entries(type.parameters, pruner.values))
    }
}
