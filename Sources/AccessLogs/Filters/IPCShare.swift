/// Drops accesses to `IPC$`, the pipe to a server that every session opens whatever share it wants.
public struct IPCShare: AccessFilter {
    public static let id = "ipc-share"
    public static let summary = "Drops accesses to IPC$, which every session opens."

    public init(options: ImportOptions) {}

    public func drops(_ access: AccessEvent, from record: LogRecord) -> Bool {
        access.resource.share == "ipc$"
    }
}
