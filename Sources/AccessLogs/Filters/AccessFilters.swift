public import Parameters

/// The filters that an import can apply, in the order in which they are applied: the first that drops an access counts
/// it.
public struct AccessFilters: ListedRegistry {
    /// The word of sentences.
    public static let noun = "filter"
    /// The filters, in the order in which they are listed.
    public let all: [any AccessFilter.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any AccessFilter.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any AccessFilter.Type) -> String { type.id }

    /// A filter as lists and help texts show it.
    public static func entry(of type: any AccessFilter.Type) -> CatalogueEntry {
        let isRecommended = FilterSelection.recommended.ids.contains(type.id)
        return CatalogueEntry(
            type.id, summary: type.summary,
            facts: [CatalogueEntry.Fact("applied", isRecommended ? "unless others are chosen" : "where chosen")])
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

    /// The chosen filters, ready for one import, in the order in which they are applied.
    ///
    /// - Throws: ``ImportOptionError`` where an id belongs to no filter.
    package func chosen(by options: ImportOptions) throws -> FilterPanel {
        for id in options.filters.ids where self[id] == nil {
            throw ImportOptionError("there is no filter \"\(id)\"; there are \(ids.joined(separator: ", ")).")
        }
        return FilterPanel(
            all.filter { options.filters.ids.contains($0.id) }.map { $0.init(allowList: options.allowList) })
    }
}
