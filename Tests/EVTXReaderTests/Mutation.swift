/// Changes of a log that are drawn from a seed.
struct Mutation {
    private let log: [UInt8]
    /// Where the log has bytes that mean something: most of a chunk is empty.
    private let used: [Int]
    private var state: UInt64

    init(of log: [UInt8], seed: UInt64) {
        self.log = log
        used = log.indices.filter { $0 >= 8 && log[$0] != 0 }
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    /// A number below a bound.
    mutating func draw(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// The log with one kind of damage; its first eight bytes stay.
    mutating func next() -> [UInt8] {
        var bytes = log
        switch draw(below: 6) {
        case 0:
            for _ in 0..<(1 << draw(below: 7)) { bytes[used[draw(below: used.count)]] ^= UInt8(1 << draw(below: 8)) }
        case 1:
            for _ in 0..<(1 << draw(below: 5)) { bytes[used[draw(below: used.count)]] = UInt8(draw(below: 256)) }
        case 2:
            let extremes: [UInt32] = [0, 1, 0x7F, 0xFFFF, 0x7FFF_FFFF, .max]
            for _ in 0..<(1 << draw(below: 4)) {
                let place = min(used[draw(below: used.count)], bytes.count - 4)
                bytes.write(extremes[draw(below: extremes.count)], at: place)
            }
        case 3:
            bytes.removeLast(draw(below: bytes.count - 8))
        case 4:
            let start = used[draw(below: used.count)]
            bytes.removeSubrange(start..<min(bytes.count, start + 1 + draw(below: 5000)))
        default:
            let from = used[draw(below: used.count)], to = used[draw(below: used.count)]
            let count = min(1 + draw(below: 3000), bytes.count - max(from, to))
            bytes.replaceSubrange(to..<to + count, with: Array(bytes[from..<from + count]))
        }
        return bytes
    }
}
