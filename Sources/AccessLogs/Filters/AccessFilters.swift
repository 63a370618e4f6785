/// The filters that an import can apply, in the order in which they are applied: the first that drops an access counts
/// it.
public struct AccessFilters: Sendable {
    public private(set) var all: [any AccessFilter.Type]

    public init(_ filters: [any AccessFilter.Type]) {
        all = filters
    }

    public static let standard = AccessFilters([
        // First, so that every other filter counts each record once.
        ExactDuplicates.self,
        MachineAccounts.self,
        AnonymousLogon.self,
        IPCShare.self,
        DomainShares.self,
        AdministrativeShares.self,
        Loopback.self,
        AllowList.self,
    ])

    /// The chosen filters, ready for one import, in the order in which they are applied.
    ///
    /// - Throws: ``AccessLogError`` where an id belongs to no filter.
    func chosen(by options: ImportOptions) throws -> FilterPanel {
        let known = all.map { $0.id }
        for id in options.filters.ids where !known.contains(id) {
            throw AccessLogError("there is no filter \"\(id)\"; there are \(known.joined(separator: ", ")).")
        }
        return FilterPanel(all.filter { options.filters.ids.contains($0.id) }.map { $0.init(options: options) })
    }
}

/// Which filters an import applies.
public struct FilterSelection: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The ids of the filters, in any order.
    public var ids: [String]

    public init(_ ids: [String]) {
        self.ids = ids
    }

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
    public init(from decoder: any Decoder) throws {
        ids = try decoder.singleValueContainer().decode([String].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ids)
    }
}
