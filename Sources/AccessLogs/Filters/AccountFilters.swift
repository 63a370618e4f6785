/// Drops accesses by computers, which are most of a domain's share events: refreshing policies, not reading files.
public struct MachineAccounts: AccountFilter {
    public static let id = "machine-accounts"
    public static let summary = "Drops accesses by accounts of computers, whose names end in $."

    public init(allowList: [String]) {}

    public func drops(_ user: AccountIdentity) -> Bool {
        user.isMachine
    }
}

/// Drops accesses without an account of their own: null sessions list shares, and any computer may open one.
public struct AnonymousLogon: AccountFilter {
    public static let id = "anonymous-logon"
    public static let summary = "Drops accesses by the anonymous logon (S-1-5-7)."

    public init(allowList: [String]) {}

    public func drops(_ user: AccountIdentity) -> Bool {
        user.isAnonymous
    }
}
