/// The filters of one import, in the order in which they are applied.
package struct FilterPanel: Sendable {
    /// The filters' ids.
    package let ids: [String]
    private let ofAccounts: [(index: Int, filter: any AccountFilter)]
    private let ofResources: [(index: Int, filter: any ResourceFilter)]
    private let ofAddresses: [(index: Int, filter: any AddressFilter)]
    /// The index of ``ExactDuplicates`` in the filters; nil where it was not chosen.
    package let duplicates: Int?

    /// The filters that drop something, as bits by their indices.
    package struct Verdict: OptionSet, Sendable, BitwiseCopyable {
        package let rawValue: UInt32

        @inlinable
        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        init(dropping indices: some Sequence<Int>) {
            rawValue = indices.reduce(0) { $0 | 1 << UInt32($1) }
        }
    }

    /// - Precondition: there are no more than 32 filters.
    init(_ filters: [any AccessFilter]) {
        precondition(filters.count <= 32)
        ids = filters.map { type(of: $0).id }
        duplicates = filters.firstIndex { $0 is ExactDuplicates }
        let numbered = Array(filters.enumerated())
        ofAccounts = numbered.compactMap { index, filter in (filter as? any AccountFilter).map { (index, $0) } }
        ofResources = numbered.compactMap { index, filter in (filter as? any ResourceFilter).map { (index, $0) } }
        ofAddresses = numbered.compactMap { index, filter in (filter as? any AddressFilter).map { (index, $0) } }
    }

    /// Whether it matters from where an access comes.
    package var judgesAddresses: Bool { !ofAddresses.isEmpty }

    package func verdict(on user: AccountIdentity) -> Verdict {
        Verdict(dropping: ofAccounts.lazy.filter { $0.filter.drops(user) }.map(\.index))
    }

    package func verdict(on resource: ResourceIdentity) -> Verdict {
        Verdict(dropping: ofResources.lazy.filter { $0.filter.drops(resource) }.map(\.index))
    }

    package func verdict(onAddress address: String) -> Verdict {
        Verdict(dropping: ofAddresses.lazy.filter { $0.filter.drops(sourceAddress: address) }.map(\.index))
    }

    package func verdict(on access: AccessEvent) -> Verdict {
        verdict(on: access.user).union(verdict(on: access.resource))
            .union(verdict(onAddress: access.sourceAddress))
    }

    /// The index of the first filter that drops an access with this verdict; the number of filters where none does.
    @inlinable
    package func firstDropping(_ verdict: Verdict) -> Int {
        verdict.isEmpty ? ids.count : verdict.rawValue.trailingZeroBitCount
    }
}
