public import Parameters

/// The ways of dividing a log that a program offers, in the order in which they are listed. The first is the one that
/// counts where a file names none.
public struct SplitRules: ListedRegistry {
    /// The word of sentences.
    public static let noun = "split"
    /// The rules with their standard values.
    public let all: [any SplitRule]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any SplitRule]) {
        self.all = all
    }

    /// The id that the rule states.
    public static func id(of rule: any SplitRule) -> String { rule.id }

    /// A rule as lists and help texts show it.
    public static func entry(of rule: any SplitRule) -> CatalogueEntry {
        CatalogueEntry(rule.id, summary: rule.summary, parameters: rule.parameters)
    }

    /// The rules of this module.
    public static let standard = SplitRules([
        TimeSplit(),
        WalkForwardSplit(),
        PairSplit(),
        LeaveOutSplit(unit: .users),
        LeaveOutSplit(unit: .resources),
        LeaveOutSplit(unit: .departments),
        LeaveTenantsOutSplit(),
    ])
}
