/// Drops accesses to `IPC$`, the pipe to a server that every session opens whatever share it wants.
public struct IPCShare: ResourceFilter {
    public static let id = "ipc-share"
    public static let summary = "Drops accesses to IPC$, which every session opens."

    public init(allowList: [String]) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "ipc$"
    }
}

/// Drops accesses to the shares of domain controllers that every logon reads for its policies and scripts.
public struct DomainShares: ResourceFilter {
    public static let id = "domain-shares"
    public static let summary = "Drops accesses to SYSVOL and NETLOGON, which every logon reads."

    public init(allowList: [String]) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "sysvol" || resource.share == "netlogon"
    }
}

/// Drops accesses to `ADMIN$`, `C$` and the like. Not recommended: intruders move through them.
public struct AdministrativeShares: ResourceFilter {
    public static let id = "administrative-shares"
    public static let summary = "Drops accesses to administrative shares: ADMIN$, C$ and other drives."

    public init(allowList: [String]) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.isAdministrative
    }
}
