/// Writes event logs as Windows does, for tests.
struct EventLogBuilder {
    /// Records, chunk by chunk.
    var chunks: [[EventRecord]]
    /// How many chunks the header counts; nil for all.
    var countedChunks: Int?
    /// The chunks whose own headers say that they are empty.
    var emptyChunks: Set<Int> = []
    /// The number of the next record that the header tells; nil for the right one.
    var nextNumber: UInt64?

    init(_ chunks: [EventRecord]...) {
        self.chunks = chunks
    }

    init(chunks: [[EventRecord]]) {
        self.chunks = chunks
    }

    var bytes: [UInt8] {
        var number: UInt64 = 1
        var log = header
        for (index, records) in chunks.enumerated() {
            var chunk = ChunkBuilder(firstNumber: number)
            for record in records { chunk.append(record) }
            number += UInt64(records.count)
            log += chunk.finished(counted: emptyChunks.contains(index) ? 0 : nil)
        }
        return log
    }

    /// The first block of the file.
    private var header: [UInt8] {
        var block = Array("ElfFile\0".utf8) + [UInt8](repeating: 0, count: 4088)
        let count = countedChunks ?? chunks.count
        block.write(UInt64(max(0, count - 1)), at: 16)
        block.write(nextNumber ?? UInt64(chunks.reduce(1) { $0 + $1.count }), at: 24)
        block.write(UInt32(128), at: 32)
        block.write(UInt16(1), at: 36)
        block.write(UInt16(3), at: 38)
        block.write(UInt16(4096), at: 40)
        block.write(UInt16(count), at: 42)
        block.write(checksum(block[0..<120]), at: 124)
        return block
    }
}

/// A record of an event log.
struct EventRecord: Sendable {
    /// What a record, or a value of binary XML, holds.
    indirect enum Content: Sendable {
        case template(BinaryXML, number: UInt32, [EventValueBuilder])
        /// Outside a template; events that are written so mostly say of no element what it depends on.
        case element(BinaryXML, hasDependencies: Bool)
    }

    var content: Content
    /// In ticks of 100 ns since 1601.
    var written: UInt64 = 133_540_128_000_000_000
}

/// A value behind a template.
enum EventValueBuilder: Sendable {
    case bytes(type: UInt8, [UInt8])
    case fragment(EventRecord.Content)

    static let null = bytes(type: 0, [])
    static func text(_ text: String) -> Self { units(Array(text.utf16)) }
    static func units(_ units: [UInt16]) -> Self { bytes(type: 1, units.flatMap(\.littleEndianBytes)) }
    static func uint16(_ number: UInt16) -> Self { bytes(type: 6, number.littleEndianBytes) }
    static func uint64(_ number: UInt64) -> Self { bytes(type: 0x0A, number.littleEndianBytes) }
    static func hex32(_ number: UInt32) -> Self { bytes(type: 0x14, number.littleEndianBytes) }
    static func hex64(_ number: UInt64) -> Self { bytes(type: 0x15, number.littleEndianBytes) }
    static func time(ticks: UInt64) -> Self { bytes(type: 0x11, ticks.littleEndianBytes) }

    static func sid(_ authority: UInt8, _ numbers: UInt32...) -> Self {
        bytes(
            type: 0x13,
            [1, UInt8(numbers.count), 0, 0, 0, 0, 0, authority] + numbers.flatMap(\.littleEndianBytes))
    }
}

/// A piece of XML.
indirect enum BinaryXML: Sendable {
    case element(String, [(name: String, value: [BinaryXML])] = [], [BinaryXML] = [])
    case text(String)
    case characterData(String)
    case character(UInt16)
    case entity(String)
    case value(UInt16, type: UInt8)

    /// An element `Data` with a name, as events have them.
    static func data(_ name: String, _ content: BinaryXML...) -> BinaryXML {
        .element("Data", [("Name", [.text(name)])], content)
    }
}

/// Writes one chunk.
struct ChunkBuilder {
    private(set) var bytes = [UInt8](repeating: 0, count: 512)
    /// Where each record begins.
    private(set) var starts: [Int] = []
    private let firstNumber: UInt64
    private var names: [String: Int] = [:]
    private var templates: [UInt32: Int] = [:]

    init(firstNumber: UInt64) {
        self.firstNumber = firstNumber
    }

    /// The chunk with its header.
    var finished: [UInt8] { finished() }

    /// - Parameters:
    ///   - counted: how many records the header counts; nil for all.
    ///   - remains: what lies in the unused room.
    func finished(counted: Int? = nil, remains: [UInt8] = []) -> [UInt8] {
        var chunk = bytes + remains
        precondition(chunk.count <= 65_536, "too many records for a chunk")
        chunk += [UInt8](repeating: 0, count: 65_536 - chunk.count)
        let count = counted ?? starts.count, free = count < starts.count ? starts[count] : bytes.count
        chunk.replaceSubrange(0..<8, with: Array("ElfChnk\0".utf8))
        let last = firstNumber + UInt64(count) - 1
        for (offset, number) in [(8, firstNumber), (16, last), (24, firstNumber), (32, last)] {
            chunk.write(number, at: offset)
        }
        chunk.write(UInt32(128), at: 40)
        chunk.write(UInt32(count > 0 ? starts[count - 1] : 0), at: 44)
        chunk.write(UInt32(free), at: 48)
        chunk.write(checksum(chunk[512..<free]), at: 52)
        chunk.write(checksum(chunk[0..<120] + chunk[128..<512]), at: 124)
        return chunk
    }

    mutating func append(_ record: EventRecord) {
        let start = bytes.count
        starts.append(start)
        bytes += [0x2A, 0x2A, 0, 0, 0, 0, 0, 0]
        bytes += (firstNumber + UInt64(starts.count - 1)).littleEndianBytes + record.written.littleEndianBytes
        write(record.content)
        bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 8 + 8) % 8 + 4)
        let length = UInt32(bytes.count - start)
        bytes.write(length, at: start + 4)
        bytes.write(length, at: bytes.count - 4)
    }

    private mutating func write(_ content: EventRecord.Content) {
        bytes += [0x0F, 1, 1, 0]
        switch content {
        case .element(let element, let hasDependencies):
            write(element, hasDependencies: hasDependencies)
        case .template(let template, let number, let values):
            bytes += [0x0C, 1] + number.littleEndianBytes
            if let known = templates[number] {
                bytes += UInt32(known).littleEndianBytes
            } else {
                let start = bytes.count + 4
                templates[number] = start
                bytes += UInt32(start).littleEndianBytes + [0, 0, 0, 0] + number.littleEndianBytes
                bytes += [UInt8](repeating: 7, count: 12) + [0, 0, 0, 0, 0x0F, 1, 1, 0]
                write(template, hasDependencies: true)
                bytes.append(0)
                bytes.write(UInt32(bytes.count - start - 24), at: start + 20)
            }
            write(values)
        }
        bytes.append(0)
    }

    private mutating func write(_ values: [EventValueBuilder]) {
        bytes += UInt32(values.count).littleEndianBytes
        let descriptors = bytes.count
        bytes += [UInt8](repeating: 0, count: 4 * values.count)
        for (index, value) in values.enumerated() {
            let start = bytes.count
            switch value {
            case .bytes(let type, let content):
                bytes[descriptors + 4 * index + 2] = type
                bytes += content
            case .fragment(let content):
                bytes[descriptors + 4 * index + 2] = 0x21
                write(content)
            }
            bytes.write(UInt16(bytes.count - start), at: descriptors + 4 * index)
        }
    }

    private mutating func write(_ xml: BinaryXML, hasDependencies: Bool) {
        switch xml {
        case .element(let name, let attributes, let content):
            bytes.append(attributes.isEmpty ? 0x01 : 0x41)
            if hasDependencies { bytes += [0xFF, 0xFF] }
            let length = bytes.count
            bytes += [0, 0, 0, 0]
            write(name: name)
            if !attributes.isEmpty {
                let list = bytes.count
                bytes += [0, 0, 0, 0]
                for (index, attribute) in attributes.enumerated() {
                    bytes.append(index + 1 < attributes.count ? 0x46 : 0x06)
                    write(name: attribute.name)
                    for part in attribute.value { write(part, hasDependencies: hasDependencies) }
                }
                bytes.write(UInt32(bytes.count - list - 4), at: list)
            }
            bytes.append(content.isEmpty ? 0x03 : 0x02)
            for part in content { write(part, hasDependencies: hasDependencies) }
            if !content.isEmpty { bytes.append(0x04) }
            bytes.write(UInt32(bytes.count - length - 4), at: length)
        case .text(let text):
            bytes += [0x05, 1] + UInt16(text.utf16.count).littleEndianBytes + text.utf16.flatMap(\.littleEndianBytes)
        case .characterData(let text):
            bytes += [0x07] + UInt16(text.utf16.count).littleEndianBytes + text.utf16.flatMap(\.littleEndianBytes)
        case .character(let character):
            bytes += [0x08] + character.littleEndianBytes
        case .entity(let name):
            bytes.append(0x09)
            write(name: name)
        case .value(let number, let type):
            bytes += [0x0E] + number.littleEndianBytes + [type]
        }
    }

    private mutating func write(name: String) {
        if let known = names[name] {
            bytes += UInt32(known).littleEndianBytes
            return
        }
        names[name] = bytes.count + 4
        let hash = name.utf16.reduce(UInt32(0)) { $0 &* 65_599 &+ UInt32($1) }
        bytes += UInt32(bytes.count + 4).littleEndianBytes + [0, 0, 0, 0] + UInt16(hash & 0xFFFF).littleEndianBytes
        bytes += UInt16(name.utf16.count).littleEndianBytes + name.utf16.flatMap(\.littleEndianBytes) + [0, 0]
    }
}

/// The CRC-32 of bytes, bit by bit.
func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
        (0..<8).reduce(sum ^ UInt32(byte)) { state, _ in state >> 1 ^ (state & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
}

extension FixedWidthInteger {
    var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

extension [UInt8] {
    mutating func write(_ number: some FixedWidthInteger, at offset: Int) {
        let bytes = number.littleEndianBytes
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
