import StrictYAML
import Yams

/// What incidents are made of: accounts in windows, with the evidence of several signals.
package struct IncidentSpecification: Hashable, Sendable {
    /// The ids of the signals, in the order in which they are listed.
    package let signals: [String]
    /// The id of the rule that makes one tail probability of the signals of a family.
    package let combination: String

    package init(signals: [String], combination: String) {
        self.signals = signals
        self.combination = combination
    }
}

extension IncidentSpecification {
    /// The chosen signals, and the first of the rules, unless others are named.
    init?(_ value: YAMLValue, catalogue: Catalogue) {
        guard let mapping = value.mapping(), let first = catalogue.combinations.first else { return nil }
        mapping.allowOnly(["signals", "combination"])
        var signals: [String] = []
        for entry in mapping["signals"]?.list() ?? [] {
            guard let signal = entry.word(among: catalogue.signals, kind: "signal") else { continue }
            if signals.contains(signal) { entry.report("\(signal) is already in the list") }
            signals.append(signal)
        }
        self.init(
            signals: signals.isEmpty ? catalogue.chosenSignals : catalogue.signals.filter(signals.contains),
            combination: mapping["combination"]?.word(among: catalogue.combinations, kind: "combination") ?? first)
    }

    var node: Node {
        .lines([
            ("signals", .brackets(signals.map { .text($0) })),
            ("combination", .text(combination)),
        ])
    }
}
