/// Drops accesses without an account of their own: null sessions list shares, and any computer may open one.
public struct AnonymousLogon: AccountFilter {
    public static let id = "anonymous-logon"
    public static let summary = "Drops accesses by the anonymous logon (S-1-5-7)."

    public init(options: ImportOptions) {}

    public func drops(_ user: AccountIdentity) -> Bool {
        user.isAnonymous
    }
}
