/// The root of a tree of random streams.
///
/// A stream depends on what it is for and on nothing else, so that the number of workers, their order and an
/// interruption change no result.
public struct Seed: Hashable, Sendable {
    /// The seed itself.
    public let value: UInt64

    /// A root, from which others are derived.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// The seed for one purpose and its indices: `root.derived("injection", replicate, fold)`.
    ///
    /// Labels and indices are absorbed one after the other with the finaliser of SplitMix64 (Steele, Lea and Flood,
    /// "Fast splittable pseudorandom number generators", OOPSLA 2014).
    public func derived(_ purpose: String, _ indices: Int...) -> Seed {
        // The marked length keeps "a", 98 and "ab" apart.
        var state = Self.mixed(Self.mixed(value) ^ (UInt64(purpose.utf8.count) | 1 << 63))
        for byte in purpose.utf8 { state = Self.mixed(state ^ UInt64(byte)) }
        for index in indices { state = Self.mixed(state ^ UInt64(bitPattern: Int64(index))) }
        return Seed(state)
    }

    private static func mixed(_ input: UInt64) -> UInt64 {
        var word = input &+ 0x9e37_79b9_7f4a_7c15
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
