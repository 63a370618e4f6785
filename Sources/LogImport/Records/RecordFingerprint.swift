import AccessLogs

/// A record's text in sixteen bytes, for telling whether the same record has been seen. Valid within one run of the
/// program.
public struct RecordFingerprint: Hashable, Sendable, BitwiseCopyable {
    let first: UInt64
    let second: UInt64

    init(_ halves: (UInt64, UInt64)) {
        first = halves.0
        second = halves.1
    }

    /// The fingerprint of a record's raw text.
    ///
    /// - Precondition: sixteen bytes can be read behind the text, whatever they hold.
    init(padded text: UnsafeBufferPointer<UInt8>) {
        var hash = KeyedHash()
        self = hash.add(padded: text) ? hash.fingerprint : RecordFingerprint { $0.combine(bytes: .init(text)) }
    }

    /// The fingerprint of a record's raw bytes.
    public init(bytes: UnsafeRawBufferPointer) {
        self = withUnsafeTemporaryAllocation(byteCount: bytes.count + 16, alignment: 16) { copy in
            copy.copyMemory(from: bytes)
            return copy.withMemoryRebound(to: UInt8.self) {
                RecordFingerprint(padded: UnsafeBufferPointer(rebasing: $0[..<bytes.count]))
            }
        }
    }

    /// The fingerprint of some values.
    init(_ feed: (inout Hasher) -> Void) {
        // The hasher's seed is random, so that no log can be made to collide; twice 64 bits make chance collisions
        // improbable too.
        var hasher = Hasher()
        hasher.combine(0)
        feed(&hasher)
        let first = hasher.finalize()
        hasher = Hasher()
        hasher.combine(1)
        feed(&hasher)
        self.init((UInt64(bitPattern: Int64(first)), UInt64(bitPattern: Int64(hasher.finalize()))))
    }

    /// The fingerprint of the event log of a computer, whatever the case of their names.
    init(computer: String, channel: String) {
        self.init {
            $0.combine(computer.caseFolded())
            $0.combine(channel.caseFolded())
        }
    }

    /// One word of well mixed bits.
    var mixed: UInt64 {
        let product = (first ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: second ^ 0xD1B5_4A32_D192_ED03)
        return product.high ^ product.low
    }
}

extension KeyedHash {
    /// What was added, hashed.
    var fingerprint: RecordFingerprint { RecordFingerprint((low, high)) }
}
