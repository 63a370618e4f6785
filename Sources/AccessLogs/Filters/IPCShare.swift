/// Drops accesses to `IPC$`, the pipe to a server that every session opens whatever share it wants.
public struct IPCShare: ResourceFilter {
    public static let id = "ipc-share"
    public static let summary = "Drops accesses to IPC$, which every session opens."

    public init(options: ImportOptions) {}

    public func drops(_ resource: ResourceIdentity) -> Bool {
        resource.share == "ipc$"
    }
}
