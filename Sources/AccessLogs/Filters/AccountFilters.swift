/// Drops accesses by computers, which are most of a domain's share events: refreshing policies, not reading files.
package struct MachineAccounts: AccountFilter {
    package static let id = "machine-accounts"
    package static let summary = "Drops accesses by accounts of computers, whose names end in $."

    package init(allowList: [String]) {}

    package func drops(_ user: AccountIdentity) -> Bool {
        user.isMachine
    }
}

/// Drops accesses without an account of their own: null sessions list shares, and any computer may open one.
package struct AnonymousLogon: AccountFilter {
    package static let id = "anonymous-logon"
    package static let summary = "Drops accesses by the anonymous logon (S-1-5-7)."

    package init(allowList: [String]) {}

    package func drops(_ user: AccountIdentity) -> Bool {
        user.isAnonymous
    }
}
