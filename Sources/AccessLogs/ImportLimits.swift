/// How much an import takes in at once, so that no file can exhaust the machine.
public struct ImportLimits: Hashable, Sendable {
    /// The length of the longest record, in bytes.
    public var recordBytes = 64 << 20
    /// The size of the largest log that goes through a temporary file, in bytes.
    public var temporaryFileBytes: Int64 = 8 << 30
    /// How many bytes an archive may give for each byte of its own…
    public var expansion: Int64 = 1000
    /// …once it has given this many.
    public var expansionFreeBytes: Int64 = 1 << 20
    /// The size of the parts in which several threads read one log, in bytes.
    public var partBytes: Int64 = 4 << 20
    /// How deep archives may lie within archives.
    public var archiveDepth = 4

    public init() {}
}
