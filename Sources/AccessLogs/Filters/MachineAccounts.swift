/// Drops accesses by computers, which are most of a domain's share events: refreshing policies, not reading files.
public struct MachineAccounts: AccountFilter {
    public static let id = "machine-accounts"
    public static let summary = "Drops accesses by accounts of computers, whose names end in $."

    public init(options: ImportOptions) {}

    public func drops(_ user: AccountIdentity) -> Bool {
        user.isMachine
    }
}
