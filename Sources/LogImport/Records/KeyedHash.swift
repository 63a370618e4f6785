/// Hashes bytes with secret random numbers: the first layer of UMAC (Black, Halevi, Krawczyk, Krovetz and Rogaway,
/// "UMAC: fast and secure message authentication", 1999), which takes a multiplication for sixteen bytes.
///
/// Two different texts have the same hash with a probability of about 2⁻⁶⁴, whoever made them.
struct KeyedHash {
    /// The most bytes that one hash takes. The key has about as many bytes.
    static let limit = 2048

    private let key: UnsafePointer<UInt64>
    private var position = 0
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    /// The numbers of this run of the program; never freed.
    private nonisolated(unsafe) static let numbers: UnsafePointer<UInt64> = {
        var generator = SystemRandomNumberGenerator()
        // The last block need not be full.
        let numbers = UnsafeMutablePointer<UInt64>.allocate(capacity: limit / 8 + 2)
        for position in 0..<limit / 8 + 2 { (numbers + position).initialize(to: generator.next()) }
        return UnsafePointer(numbers)
    }()

    init() {
        key = Self.numbers
    }

    /// Adds a text and its length, so that texts of other lengths give other hashes.
    ///
    /// - Returns: false where there is more than can be hashed.
    /// - Precondition: sixteen bytes can be read behind the text, whatever they hold.
    @inline(__always)
    mutating func add(padded text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count <= Self.limit - 8 * position - 16 else { return false }
        addWords(UInt64(text.count), 0)
        addBytes(text)
        return true
    }

    /// Adds up to four texts and their lengths, as ``add(padded:)`` does.
    @inline(__always)
    mutating func add(
        padded first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>,
        _ third: UnsafeBufferPointer<UInt8> = nothing, _ fourth: UnsafeBufferPointer<UInt8> = nothing
    ) -> Bool {
        let length = first.count + second.count + third.count + fourth.count
        // Each may leave some of its last block empty.
        guard length <= Self.limit - 8 * position - 5 * 16 else { return false }
        // One word holds all lengths.
        let lengths = UInt64(first.count) | UInt64(second.count) << 16 | UInt64(third.count) << 32
        addWords(lengths | UInt64(fourth.count) << 48, 0)
        addBytes(first)
        addBytes(second)
        addBytes(third)
        addBytes(fourth)
        return true
    }

    static var nothing: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }

    /// Adds a text that fits, without its length.
    @inline(__always)
    private mutating func addBytes(_ text: UnsafeBufferPointer<UInt8>) {
        guard var base = UnsafeRawPointer(text.baseAddress) else { return }
        var rest = text.count
        while rest >= 16 {
            addBlock(base)
            base += 16
            rest &-= 16
        }
        if rest > 0 {
            let first = base.loadUnaligned(as: UInt64.self)
            let second = base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            addWords(first & Self.ones(rest), second & Self.ones(rest &- 8))
        }
    }

    @inline(__always)
    private mutating func addBlock(_ base: UnsafeRawPointer) {
        addWords(base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// Adds two words.
    @inline(__always)
    mutating func add(_ first: UInt64, _ second: UInt64) -> Bool {
        guard position < Self.limit / 8 else { return false }
        addWords(first, second)
        return true
    }

    @inline(__always)
    private mutating func addWords(_ first: UInt64, _ second: UInt64) {
        let product = (first &+ key[position]).multipliedFullWidth(by: second &+ key[position + 1])
        let (sum, carry) = low.addingReportingOverflow(product.low)
        low = sum
        high = high &+ product.high &+ (carry ? 1 : 0)
        position &+= 2
    }

    /// A word with ones in its first bytes, as they lie in memory.
    @inline(__always)
    private static func ones(_ count: Int) -> UInt64 {
        count >= 8 ? .max : count <= 0 ? 0 : (1 << UInt64(8 * count)) - 1
    }
}
