import Yams

/// How the parameters of each algorithm are searched.
public struct SearchSpecification: Hashable, Sendable {
    /// What a failed trial means for the others.
    public enum FailurePolicy: String, CaseIterable, Hashable, Sendable {
        case `continue`, abort
    }

    /// The id of the sampler.
    public var sampler = "grid"
    /// The most trials that each algorithm gets on each dataset.
    public var trials = 32
    public var onError = FailurePolicy.continue

    public init() {}
}

extension SearchSpecification {
    init(_ value: YAMLValue, catalogue: Catalogue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["sampler", "trials", "on_error"])
        sampler = mapping["sampler"]?.word(among: catalogue.samplers, kind: "sampler") ?? sampler
        trials = mapping["trials"]?.whole(atLeast: 1, atMost: 100_000) ?? trials
        onError = mapping["on_error"]?.choice(of: FailurePolicy.self) ?? onError
    }

    var node: Node {
        .braces([
            ("sampler", .text(sampler)), ("trials", .number(trials)), ("on_error", .text(onError.rawValue)),
        ])
    }
}
