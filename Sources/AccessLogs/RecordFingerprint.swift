/// A record's text in sixteen bytes, for telling whether the same record has been seen. Valid within one run of the
/// program.
public struct RecordFingerprint: Hashable, Sendable {
    private let first: Int
    private let second: Int

    /// The fingerprint of a record's raw bytes.
    public init(bytes: UnsafeRawBufferPointer) {
        self.init { $0.combine(bytes: bytes) }
    }

    /// The fingerprint of some values.
    init(_ feed: (inout Hasher) -> Void) {
        // The hasher's seed is random, so that no log can be made to collide; twice 64 bits make chance collisions
        // improbable too.
        var hasher = Hasher()
        hasher.combine(0)
        feed(&hasher)
        first = hasher.finalize()
        hasher = Hasher()
        hasher.combine(1)
        feed(&hasher)
        second = hasher.finalize()
    }
}
