import Foundation

/// The pseudo-random numbers of Apache Spark, so that a factorisation starts where Spark's starts.
///
/// The generator is a 64-bit xorshift with shifts 21, 35 and 4 (Marsaglia, "Xorshift RNGs", Journal of Statistical
/// Software 8(14), 2003) whose seed is first hashed by MurmurHash3; on top of it come Java's uniform and normal
/// variates (the polar method of Marsaglia and Bray, 1964), the second of each pair of which is kept for the next call.
struct SparkRandom {
    private var state: UInt64
    private var spareGaussian: Double?

    init(seed: Int64) {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) }
        let low = Self.murmur3(bytes, seed: 0x3c07_4a61)
        let high = Self.murmur3(bytes, seed: low)
        state = UInt64(high) << 32 | UInt64(low)
    }

    /// The generator of one block of users' initial factors, from the seed of the factorisation.
    static func forUsers(seed: Int64, block: Int) -> SparkRandom {
        var root = SparkRandom(seed: seed)
        return SparkRandom(seed: Self.scrambled(root.nextInt64() ^ Int64(block)))
    }

    private mutating func next(bits: UInt64) -> UInt64 {
        state ^= state << 21
        state ^= state >> 35
        state ^= state << 4
        return state & ((1 << bits) - 1)
    }

    mutating func nextInt64() -> Int64 {
        let high = Int32(truncatingIfNeeded: next(bits: 32)), low = Int32(truncatingIfNeeded: next(bits: 32))
        return Int64(high) << 32 &+ Int64(low)
    }

    /// A uniform variate in [0, 1).
    mutating func uniform() -> Double {
        let high = next(bits: 26), low = next(bits: 27)
        return Double(high << 27 + low) * 0x1p-53
    }

    /// A standard normal variate.
    mutating func gaussian() -> Double {
        if let spare = spareGaussian {
            spareGaussian = nil
            return spare
        }
        while true {
            let first = 2 * uniform() - 1, second = 2 * uniform() - 1
            let square = first * first + second * second
            guard square < 1, square > 0 else { continue }
            let scale = (-2 * log(square) / square).squareRoot()
            spareGaussian = second * scale
            return first * scale
        }
    }

    /// Spreads a seed over all its bits by two multiplications with a byte swap between them.
    private static func scrambled(_ seed: Int64) -> Int64 {
        let factor = Int64(bitPattern: 0x9e37_75cd_9e37_75cd)
        return (seed &* factor).byteSwapped &* factor
    }

    /// MurmurHash3 for 32 bits (Appleby, 2011) of whole words.
    private static func murmur3(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
        func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
        var hash = seed
        for start in stride(from: 0, to: bytes.count, by: 4) {
            var word: UInt32 = 0
            for index in 0..<4 { word |= UInt32(bytes[start + index]) << (8 * UInt32(index)) }
            hash ^= rotated(word &* 0xcc9e_2d51, by: 15) &* 0x1b87_3593
            hash = rotated(hash, by: 13) &* 5 &+ 0xe654_6b64
        }
        hash ^= UInt32(bytes.count)
        hash = (hash ^ hash >> 16) &* 0x85eb_ca6b
        hash = (hash ^ hash >> 13) &* 0xc2b2_ae35
        return hash ^ hash >> 16
    }
}
