public import Parameters

/// The ways of dividing a log that a program offers, in the order in which they are listed. The first is the one that
/// counts where a file names none.
public struct SplitRules: Sendable {
    /// The rules with their standard values.
    public let all: [any SplitRule]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any SplitRule]) {
        self.all = all
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

    /// The rule of an id; nil where there is none.
    public subscript(id: String) -> (any SplitRule)? {
        all.first { $0.id == id }
    }

    /// The rules as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        all.map { CatalogueEntry($0.id, summary: $0.summary, parameters: $0.parameters) }
    }
}
