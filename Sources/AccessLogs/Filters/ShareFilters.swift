/// Drops accesses to `IPC$`, the pipe to a server that every session opens whatever share it wants.
package struct IPCShare: ResourceFilter {
    package static let id = "ipc-share"
    package static let summary = "Drops accesses to IPC$, which every session opens."

    package init(allowList: [String]) {}

    package func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "ipc$"
    }
}

/// Drops accesses to the shares of domain controllers that every logon reads for its policies and scripts.
package struct DomainShares: ResourceFilter {
    package static let id = "domain-shares"
    package static let summary = "Drops accesses to SYSVOL and NETLOGON, which every logon reads."

    package init(allowList: [String]) {}

    package func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "sysvol" || resource.share == "netlogon"
    }
}

/// Drops accesses to `ADMIN$`, `C$` and the like. Not recommended: intruders move through them.
package struct AdministrativeShares: ResourceFilter {
    package static let id = "administrative-shares"
    package static let summary = "Drops accesses to administrative shares: ADMIN$, C$ and other drives."

    package init(allowList: [String]) {}

    package func drops(_ resource: ResourceIdentity) -> Bool {
        resource.isAdministrative
    }
}
