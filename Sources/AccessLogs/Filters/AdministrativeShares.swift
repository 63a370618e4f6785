/// Drops accesses to `ADMIN$`, `C$` and the like. Not recommended: intruders move through them.
public struct AdministrativeShares: ResourceFilter {
    public static let id = "administrative-shares"
    public static let summary = "Drops accesses to administrative shares: ADMIN$, C$ and other drives."

    public init(options: ImportOptions) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.isAdministrative
    }
}
