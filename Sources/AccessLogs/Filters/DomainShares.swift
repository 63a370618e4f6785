/// Drops accesses to the shares of domain controllers that every logon reads for its policies and scripts.
public struct DomainShares: ResourceFilter {
    public static let id = "domain-shares"
    public static let summary = "Drops accesses to SYSVOL and NETLOGON, which every logon reads."

    public init(options: ImportOptions) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "sysvol" || resource.share == "netlogon"
    }
}
