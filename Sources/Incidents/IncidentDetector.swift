import Foundation
import Interactions
package import Statistics

/// What makes incidents of accesses: signals, and a rule that makes one tail probability of those of a family. Families are
/// joined by the harmonic mean.
package struct IncidentDetector: Sendable {
    /// The signals, in the order in which their evidence stands in an ``Incident``.
    package let signals: [any Signal.Type]
    /// How the signals of a family are combined.
    package let rule: any CombinationRule.Type

    package init(signals: [any Signal.Type], rule: any CombinationRule.Type) {
        self.signals = signals
        self.rule = rule
    }

    /// The chosen signals and the first rule of what a program offers; nil where it offers no rule.
    package static func standard(_ signals: Signals, _ rules: CombinationRules) -> IncidentDetector? {
        rules.all.first.map { rule in
            IncidentDetector(signals: signals.all.filter { Signals.chosen.contains($0.id) }, rule: rule)
        }
    }

    /// Whether a signal goes by how surprising pairs are to a model.
    package var usesPairs: Bool { signals.contains { $0.usesPairs } }
}
