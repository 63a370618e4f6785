/// A name within a tenant.
public struct TenantName: Hashable, Comparable, Sendable {
    /// The organisation.
    public let tenant: String
    /// The name of the account or the resource within it.
    public let name: String

    /// A name within an organisation.
    public init(tenant: String, name: String) {
        self.tenant = tenant
        self.name = name
    }

    /// By tenant, then by name.
    public static func < (first: TenantName, second: TenantName) -> Bool {
        (first.tenant, first.name) < (second.tenant, second.name)
    }
}

/// Names and their indices: users, or resources, of one or more tenants.
public struct Vocabulary: Hashable, Sendable {
    /// The names in the order of their indices.
    public private(set) var names: [TenantName]
    private var indices: [TenantName: Int32]

    /// A vocabulary without names.
    public init() {
        names = []
        indices = [:]
    }

    /// - Parameter names: distinct names; of a repeated one the first counts.
    public init(_ names: some Sequence<TenantName>) {
        self.init()
        for name in names { _ = insert(name) }
    }

    /// The number of names.
    public var count: Int { names.count }

    /// The name at an index from zero.
    public subscript(index: Int) -> TenantName { names[index] }

    /// The index of a name; nil where it is unknown. Complexity: O(1).
    public func index(of name: TenantName) -> Int32? {
        indices[name]
    }

    /// The index of a name, which is added where it is new. Complexity: O(1).
    public mutating func insert(_ name: TenantName) -> Int32 {
        if let index = indices[name] { return index }
        let index = Int32(names.count)
        names.append(name)
        indices[name] = index
        return index
    }
}
