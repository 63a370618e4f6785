/// Keeps accesses out of an import that say nothing about what people do.
///
/// What a filter judges, it says by conforming to one or more of ``AccountFilter``, ``ResourceFilter`` and
/// ``AddressFilter``. It is asked once about all accesses that have the account, the resource or the address in common.
public protocol AccessFilter: Sendable {
    /// The filter's name in options and summaries, in kebab-case.
    static var id: String { get }
    /// What the filter drops, in one sentence.
    static var summary: String { get }

    /// - Parameter allowList: the accounts and resources that the options of the import list.
    init(allowList: [String])
}

/// A filter that judges who accesses.
public protocol AccountFilter: AccessFilter {
    func drops(_ user: AccountIdentity) -> Bool
}

/// A filter that judges what is accessed.
public protocol ResourceFilter: AccessFilter {
    func drops(_ resource: ResourceIdentity) -> Bool
}

/// A filter that judges from where it is accessed.
public protocol AddressFilter: AccessFilter {
    func drops(sourceAddress: String) -> Bool
}
