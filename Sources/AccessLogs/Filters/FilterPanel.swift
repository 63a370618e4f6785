/// The filters of one import, in the order in which they are applied.
struct FilterPanel: Sendable {
    /// The filters' ids.
    let ids: [String]
    private let ofAccounts: [(place: Int, filter: any AccountFilter)]
    private let ofResources: [(place: Int, filter: any ResourceFilter)]
    private let ofAddresses: [(place: Int, filter: any AddressFilter)]
    /// The place of ``ExactDuplicates`` among the filters; nil where it was not chosen.
    let duplicates: Int?

    /// The filters that drop something, as bits by their places.
    struct Verdict: OptionSet, Sendable {
        let rawValue: UInt32

        init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        init(dropping places: some Sequence<Int>) {
            rawValue = places.reduce(0) { $0 | 1 << UInt32($1) }
        }
    }

    /// - Precondition: there are no more than 32 filters.
    init(_ filters: [any AccessFilter]) {
        precondition(filters.count <= 32)
        ids = filters.map { type(of: $0).id }
        duplicates = filters.firstIndex { $0 is ExactDuplicates }
        let places = Array(filters.enumerated())
        ofAccounts = places.compactMap { place, filter in (filter as? any AccountFilter).map { (place, $0) } }
        ofResources = places.compactMap { place, filter in (filter as? any ResourceFilter).map { (place, $0) } }
        ofAddresses = places.compactMap { place, filter in (filter as? any AddressFilter).map { (place, $0) } }
    }

    /// Whether it matters from where an access comes.
    var judgesAddresses: Bool { !ofAddresses.isEmpty }

    func verdict(on user: AccountIdentity) -> Verdict {
        Verdict(dropping: ofAccounts.lazy.filter { $0.filter.drops(user) }.map(\.place))
    }

    func verdict(on resource: ResourceIdentity) -> Verdict {
        Verdict(dropping: ofResources.lazy.filter { $0.filter.drops(resource) }.map(\.place))
    }

    func verdict(onAddress address: String) -> Verdict {
        Verdict(dropping: ofAddresses.lazy.filter { $0.filter.drops(sourceAddress: address) }.map(\.place))
    }

    func verdict(on access: AccessEvent) -> Verdict {
        verdict(on: access.user).union(verdict(on: access.resource))
            .union(verdict(onAddress: access.sourceAddress))
    }

    /// The place of the first filter that drops an access with this verdict; the number of filters where none does.
    func firstDropping(_ verdict: Verdict) -> Int {
        verdict.isEmpty ? ids.count : verdict.rawValue.trailingZeroBitCount
    }
}
