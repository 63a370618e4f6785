/// How much an import takes in at once, so that no file can exhaust the machine.
public struct InputLimits: Hashable, Sendable {
    /// The length of the longest record, in bytes. Windows' own limit is 64 KiB; as JSON or XML a record is a few times
    /// as long.
    public var recordBytes = 1 << 20
    /// How much memory the distinct names of a log may take, and the names of the files that were read: in bytes, with
    /// an allowance for each name.
    public var nameBytes = 512 << 20
    /// The size of the largest log that goes through a temporary file, in bytes.
    public var temporaryFileBytes: Int64 = 8 << 30
    /// The most bytes of content for each byte of an archive, beyond ``expansionFreeBytes``.
    public var expansion: Int64 = 1000
    /// The bytes of content that ``expansion`` does not limit: a short stretch of a log may be more monotonous than the
    /// whole.
    public var expansionFreeBytes: Int64 = 16 << 20
    /// The size of the parts in which several threads read one log, in bytes.
    public var partBytes: Int64 = 4 << 20
    /// The size of the blocks in which several threads read one stream, in bytes: they are held in memory, so they are
    /// smaller than parts.
    package var blockBytes: Int { Int(clamping: max(1, partBytes / 4)) }
    /// How much of a line is held in a stream of blocks: enough to see that it is too long.
    package var longestLineBytes: Int { 2 * recordBytes }
    /// How many blocks of a stream may wait. A record may reach beyond its block; the thread that waits for the rest
    /// of it must not keep it from being read.
    package var waitingBlocks: Int { 2 + (3 * recordBytes) / blockBytes }
    /// How deep archives may lie within archives.
    public var archiveDepth = 4
    /// The encoding of texts that are not UTF-8 or UTF-16.
    public var encoding = TextEncoding.utf8
    /// Whether events of accesses to files by their paths are looked at, which are far more than others.
    public var includesFileAccess = false
    /// The length of the longest path of a member of an archive, in bytes: what Linux allows for a file.
    public var pathBytes = 4096

    /// The limits that no honest log reaches.
    public init() {}

    /// The memory that a name takes beside its text, in bytes: it is kept in a list and in a table,
    /// of a user perhaps with a security identifier.
    package static let nameAllowance = 128

    /// Checks that an archive does not expand beyond measure.
    ///
    /// - Throws: ``FileError`` where it does.
    package func checkExpansion(of bytesIn: Int64, to bytesOut: Int64, at location: InputLocation) throws {
        guard (bytesOut - expansionFreeBytes) / expansion >= max(bytesIn, 1) else { return }
        throw FileError(
            "the archive expands to more than \(expansion) times its size, which no log does; "
                + "it is not read any further.", at: location)
    }
}
