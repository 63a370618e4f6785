/// Sizes in words.
package enum ByteCount {
    /// `4 MiB`, `64 KiB` or `100 bytes`.
    package static func text(_ bytes: Int) -> String {
        if bytes > 0, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
        if bytes > 0, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
        return "\(bytes) bytes"
    }
}
