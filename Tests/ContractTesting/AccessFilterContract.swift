public import AccessLogs
import Testing

/// What every filter promises.
public struct AccessFilterContract {
    private let type: any AccessFilter.Type

    /// - Parameter type: the filter to be checked.
    public init(_ type: any AccessFilter.Type) {
        self.type = type
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Parameters:
    ///   - example: an access that the filter drops; nil for a filter that looks at no access by itself, such as that of
    ///     records that are read twice.
    ///   - allowList: what the options of the import list.
    public func check(dropping example: AccessEvent?, allowList: [String] = []) {
        #expect(type.id.isKebabCase, "\(type.id)")
        #expect(!type.summary.isEmpty, "\(type.id) has no summary")
        let filter = type.init(allowList: allowList), empty = type.init(allowList: [])
        guard let example else { return }
        #expect(Self.drops(filter, example), "\(type.id) keeps its own example")
        #expect(!Self.drops(empty, Self.ordinary), "\(type.id) drops an access that has nothing particular about it")
    }

    private static func drops(_ filter: any AccessFilter, _ access: AccessEvent) -> Bool {
        (filter as? any AccountFilter)?.drops(access.user) == true
            || (filter as? any ResourceFilter)?.drops(access.resource) == true
            || (filter as? any AddressFilter)?.drops(sourceAddress: access.sourceAddress) == true
    }

    private static let ordinary = AccessEvent(
        user: AccountIdentity(name: "alice"), resource: ResourceIdentity(name: "\\\\fs01\\finance"),
        sourceAddress: "10.0.0.7")
}
