import Yams

/// How the parameters of each algorithm are searched.
public struct SearchSpecification: Hashable, Sendable {
    /// What a failed trial means for the others.
    public enum FailurePolicy: String, CaseIterable, Hashable, Sendable {
        case `continue`, abort
    }

    /// How trials are fitted while settings are chosen.
    public enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Each by itself, from its own start.
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

    public init() {}
}

extension SearchSpecification {
    init(_ value: YAMLValue, catalogue: Catalogue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["sampler", "trials", "on_error", "mode"])
        sampler = mapping["sampler"]?.word(among: catalogue.samplers, kind: "sampler") ?? sampler
        trials = mapping["trials"]?.whole(atLeast: 1, atMost: 100_000) ?? trials
        onError = mapping["on_error"]?.choice(of: FailurePolicy.self) ?? onError
        mode = mapping["mode"]?.choice(of: Mode.self) ?? mode
    }

    var node: Node {
        .braces([
            ("sampler", .text(sampler)), ("trials", .number(trials)), ("on_error", .text(onError.rawValue)),
            ("mode", .text(mode.rawValue)),
        ])
    }
}
