public import Parameters

/// The filters that an import can apply, in the order in which they are applied: the first that drops an access counts
/// it.
public struct AccessFilters: Sendable {
    /// The filters, in the order in which they are listed.
    public private(set) var all: [any AccessFilter.Type]

    /// - Parameter filters: each with an id of its own.
    public init(_ filters: [any AccessFilter.Type]) {
        all = filters
    }

    /// The filters of this module.
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

    /// The filters as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        all.map { filter in
            let isRecommended = FilterSelection.recommended.ids.contains(filter.id)
            return CatalogueEntry(
                filter.id, summary: filter.summary,
                facts: [CatalogueEntry.Fact("applied", isRecommended ? "unless others are chosen" : "where chosen")])
        }
    }

    /// The chosen filters, ready for one import, in the order in which they are applied.
    ///
    /// - Throws: ``ImportOptionError`` where an id belongs to no filter.
    package func chosen(by options: ImportOptions) throws -> FilterPanel {
        let known = all.map { $0.id }
        for id in options.filters.ids where !known.contains(id) {
            throw ImportOptionError("there is no filter \"\(id)\"; there are \(known.joined(separator: ", ")).")
        }
        return FilterPanel(
            all.filter { options.filters.ids.contains($0.id) }.map { $0.init(allowList: options.allowList) })
    }
}
