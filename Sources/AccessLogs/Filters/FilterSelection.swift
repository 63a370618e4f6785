/// Which filters an import applies.
public struct FilterSelection: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The ids of the filters, in any order.
    public var ids: [String]

    /// The filters of these ids; an id that no filter has is found when the selection is used.
    public init(_ ids: [String]) {
        self.ids = ids
    }

    /// The filters of these ids.
    public init(arrayLiteral ids: String...) {
        self.ids = ids
    }

    /// What is noise in nearly every log: machines, the anonymous logon, and the shares that every logon touches.
    public static let recommended: FilterSelection = [
        ExactDuplicates.id, MachineAccounts.id, AnonymousLogon.id, IPCShare.id, DomainShares.id,
    ]

    /// No filter: everything counts.
    public static let none: FilterSelection = []
}

extension FilterSelection: Codable {
    /// Reads a list of ids.
    public init(from decoder: any Decoder) throws {
        ids = try decoder.singleValueContainer().decode([String].self)
    }

    /// Writes a list of ids.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ids)
    }
}
