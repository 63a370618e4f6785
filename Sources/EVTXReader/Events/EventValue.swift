/// A value of an event, as it lies in the chunk behind its template.
struct EventValue {
    let type: UInt8
    let bytes: UnsafeRawBufferPointer

    /// What a value is.
    enum Kind: UInt8 {
        case null
        /// In UTF-16.
        case text
        /// In the code page of the computer that wrote it.
        case bytes
        case int8, uint8, int16, uint16, int32, uint32, int64, uint64
        case float, double, bool, binary, identifier
        /// A number that is written in hexadecimal, of 32 or 64 bits.
        case size
        /// In ticks of 100 ns since 1601.
        case fileTime
        case systemTime, securityIdentifier
        case hexadecimal32, hexadecimal64
        /// Binary XML.
        case fragment = 0x21
    }

    var kind: Kind? { Kind(rawValue: type) }

    /// The bit of the type that says that there are several such values.
    private static let array: UInt8 = 0x80

    /// The whole number that the value is, or spells; nil where it is none.
    var number: Int? {
        switch kind {
        case .text:
            guard (2...18).contains(bytes.count) else { return nil }
            var number = 0
            for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
                let unit = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian
                if unit == 0 && offset > 0 { break }
                guard (48...57).contains(unit), offset == 0 || number > 0 else { return nil }
                number = 10 * number + Int(unit - 48)
            }
            return number
        case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .size, .hexadecimal32, .hexadecimal64:
            return unsigned.flatMap { Int(exactly: $0) }
        default:
            return nil
        }
    }

    /// Whether there are as many bytes as a number of the type has.
    private var hasWidth: Bool {
        switch kind {
        case .int8, .uint8: bytes.count == 1
        case .int16, .uint16: bytes.count == 2
        case .int32, .uint32, .hexadecimal32, .bool: bytes.count == 4
        case .int64, .uint64, .hexadecimal64: bytes.count == 8
        default: bytes.count == 4 || bytes.count == 8
        }
    }

    /// The bytes as an unsigned number; nil where there are not as many as the type has.
    private var unsigned: UInt64? {
        guard hasWidth else { return nil }
        return switch bytes.count {
        case 1: UInt64(bytes[0])
        case 2: UInt64(load(UInt16.self))
        case 4: UInt64(load(UInt32.self))
        case 8: load(UInt64.self)
        default: nil
        }
    }

    private var signed: Int64? {
        guard hasWidth else { return nil }
        return switch bytes.count {
        case 1: Int64(Int8(bitPattern: bytes[0]))
        case 2: Int64(Int16(bitPattern: load(UInt16.self)))
        case 4: Int64(Int32(bitPattern: load(UInt32.self)))
        case 8: Int64(bitPattern: load(UInt64.self))
        default: nil
        }
    }

    private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int = 0) -> Number {
        guard offset <= bytes.count - MemoryLayout<Number>.size else { return 0 }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}

// MARK: As text

extension EventValue {
    /// Appends the value as text, as XML has it; nothing where it is empty, of a type that no field has, or of another
    /// length than its type.
    func append(to memory: inout TextMemory) throws(RecordFault) {
        switch kind {
        case .text:
            try memory.append(utf16: text)
        case .bytes:
            for byte in bytes.prefix(while: { $0 != 0 }) {
                try memory.append(character: byte < 0x80 ? UInt16(byte) : 0xFFFD)
            }
        case .int8, .int16, .int32, .int64:
            guard let signed else { return }
            if signed < 0 { try memory.append(UInt8(ascii: "-")) }
            try memory.append(decimal: signed.magnitude)
        case .uint8, .uint16, .uint32, .uint64:
            if let unsigned { try memory.append(decimal: unsigned) }
        case .float:
            if bytes.count == 4 { try memory.append("\(Float(bitPattern: load(UInt32.self)))") }
        case .double:
            if bytes.count == 8 { try memory.append("\(Double(bitPattern: load(UInt64.self)))") }
        case .bool:
            if let unsigned { try memory.append(unsigned == 0 ? "false" : "true") }
        case .binary:
            for byte in bytes { try memory.append(hexadecimalByte: byte) }
        case .identifier:
            try appendIdentifier(to: &memory)
        case .size, .hexadecimal32, .hexadecimal64:
            if let unsigned { try memory.append(hexadecimal: unsigned) }
        case .fileTime:
            if bytes.count == 8 { try memory.append(ticks: load(UInt64.self)) }
        case .systemTime:
            try appendSystemTime(to: &memory)
        case .securityIdentifier:
            try appendSecurityIdentifier(to: &memory)
        case .null, .fragment:
            break
        case nil:
            if type & Self.array != 0 { try first?.append(to: &memory) }
        }
    }

    /// The code units without the zeros at the end.
    private var text: UnsafeRawBufferPointer {
        var count = bytes.count & ~1
        while count > 0, bytes[count - 1] == 0, bytes[count - 2] == 0 { count -= 2 }
        return UnsafeRawBufferPointer(rebasing: bytes[..<count])
    }

    /// The first element of an array.
    private var first: EventValue? {
        let type = type & ~Self.array
        let length: Int
        switch Kind(rawValue: type) {
        case .text:
            let end = stride(from: 0, to: bytes.count - 1, by: 2).first { bytes[$0] == 0 && bytes[$0 + 1] == 0 }
            length = end ?? bytes.count
        case .bytes: length = bytes.firstIndex(of: 0) ?? bytes.count
        case .int8, .uint8: length = 1
        case .int16, .uint16: length = 2
        case .int32, .uint32, .float, .bool, .hexadecimal32: length = 4
        case .int64, .uint64, .double, .fileTime, .hexadecimal64: length = 8
        case .identifier, .systemTime: length = 16
        case .securityIdentifier: length = bytes.count
        default: return nil
        }
        guard length <= bytes.count else { return nil }
        return EventValue(type: type, bytes: UnsafeRawBufferPointer(rebasing: bytes[..<length]))
    }

    /// `S-1-5-21-…`: the revision, the authority in six bytes from the highest on, and numbers of four.
    private func appendSecurityIdentifier(to memory: inout TextMemory) throws(RecordFault) {
        guard bytes.count >= 8, bytes.count >= 8 + 4 * Int(bytes[1]) else { return }
        try memory.append(UInt8(ascii: "S"))
        try memory.append(UInt8(ascii: "-"))
        try memory.append(decimal: UInt64(bytes[0]))
        try memory.append(UInt8(ascii: "-"))
        var authority: UInt64 = 0
        for index in 2..<8 { authority = authority << 8 | UInt64(bytes[index]) }
        if authority >> 32 == 0 {
            try memory.append(decimal: authority)
        } else {
            try memory.append(hexadecimal: authority)
        }
        for index in 0..<Int(bytes[1]) {
            try memory.append(UInt8(ascii: "-"))
            try memory.append(decimal: UInt64(load(UInt32.self, at: 8 + 4 * index)))
        }
    }

    private func appendIdentifier(to memory: inout TextMemory) throws(RecordFault) {
        guard bytes.count == 16 else { return }
        try memory.append(UInt8(ascii: "{"))
        for index in [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] {
            if [5, 7, 8, 10].contains(index) { try memory.append(UInt8(ascii: "-")) }
            try memory.append(hexadecimalByte: bytes[index])
        }
        try memory.append(UInt8(ascii: "}"))
    }

    /// Numbers of two bytes: year, month, day of the week, day, hour, minute, second, millisecond.
    private func appendSystemTime(to memory: inout TextMemory) throws(RecordFault) {
        guard bytes.count == 16 else { return }
        let part = { (index: Int) in UInt64(load(UInt16.self, at: 2 * index)) }
        // Of a time that no clock shows nothing is written, so that it is said to be missing.
        guard part(7) < 1000 else { return }
        try memory.append(date: (part(0), part(1), part(3)))
        try memory.append(clock: (part(4), part(5), part(6)), microsecond: 1000 * part(7))
    }
}
