/// What the accesses of a log are, in whatever order they stand: tells a log whose rows were shuffled from no other, and how
/// many accesses two logs have in common.
///
/// It is a memory for honest people, not a seal: whoever wants two logs with one fingerprint can make them.
package struct LogFingerprint: Hashable, Sendable {
    /// A text that is the same for the same accesses in another order: two sums of hashes, modulo 2⁶⁴, and the count.
    package let digest: String
    /// The smallest hashes of what different accesses are, who touched what and when, ascending.
    package let sketch: [UInt64]

    /// As many hashes tell a common fraction of a half to within 0.03 (a standard error).
    package static let sketchSize = 256

    /// Complexity: O(*n*).
    package init(of log: AccessLog) {
        let users = log.users.names.map(Self.hash), resources = log.resources.names.map(Self.hash)
        var first: UInt64 = 0, second: UInt64 = 0, kept: [UInt64] = [], bound = UInt64.max
        kept.reserveCapacity(16 * Self.sketchSize)
        for row in 0..<log.count {
            let user = users[Int(log.user[row])], resource = resources[Int(log.resource[row])]
            let access = Self.mixed(
                Self.mixed(user &+ Self.mixed(resource)) ^ UInt64(bitPattern: log.microseconds[row]))
            let rest = UInt64(log.weight[row].bitPattern) << 8 | UInt64(log.outcome[row].rawValue)
            let whole = Self.mixed(access ^ Self.mixed(rest))
            first &+= whole
            second &+= Self.mixed(whole)
            // Numbers that any reader of JSON holds exactly.
            let short = access >> 11
            guard short < bound else { continue }
            kept.append(short)
            guard kept.count == 16 * Self.sketchSize else { continue }
            kept = Self.smallest(kept)
            if kept.count == Self.sketchSize, let last = kept.last { bound = last }
        }
        sketch = Self.smallest(kept)
        digest = "rows:" + [first, second].map { String($0, radix: 16) }.joined(separator: "-") + "-\(log.count)"
    }

    /// The fraction of the accesses of two logs that both have, of those that either has (Jaccard's index), by the smallest
    /// hashes of both together (A. Z. Broder, "On the resemblance and containment of documents", 1997).
    ///
    /// - Returns: 0 where either has none.
    package static func overlap(_ one: [UInt64], _ other: [UInt64]) -> Double {
        guard !one.isEmpty, !other.isEmpty else { return 0 }
        let union = smallest(one + other), first = Set(one), second = Set(other)
        return Double(union.count { first.contains($0) && second.contains($0) }) / Double(union.count)
    }

    private static func smallest(_ hashes: [UInt64]) -> [UInt64] {
        Array(Set(hashes).sorted().prefix(sketchSize))
    }

    /// FNV-1a of a tenant and a name, mixed.
    private static func hash(_ name: TenantName) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in [name.tenant, name.name].joined(separator: "\u{0}").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return mixed(hash)
    }

    /// The finalizer of SplitMix64, after which every bit depends on all.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
