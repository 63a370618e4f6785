import CSimdJSON

/// How the bytes of a log become text, where it has no byte order mark.
public enum TextEncoding: String, CaseIterable, Hashable, Sendable, Codable {
    case utf8 = "utf-8"
    /// What Windows in western Europe and America calls ANSI.
    case windows1252 = "windows-1252"
    /// What the command line of Windows in western Europe writes.
    case ibm850

    /// Whether a log with this beginning is of the encoding: none that is binary, or already UTF-8 with more than ASCII.
    ///
    /// - Parameter isWhole: whether the beginning is the whole log, so that no character is cut at its end.
    func reads(_ head: [UInt8], isWhole: Bool) -> Bool {
        guard self != .utf8, !head.contains(0) else { return false }
        let whole = isWhole ? head.count : head.lastIndex { $0 < 0x80 } ?? 0
        return !head.contains { $0 >= 0x80 }
            || !head.withUnsafeBufferPointer { accesslab_is_utf8($0.baseAddress, whole) }
    }

    /// The bytes of a log in this encoding as UTF-8.
    func utf8(of stream: ByteStream) -> ByteStream {
        let table = characters
        var output: [UInt8] = [], position = 0
        return ByteStream { buffer in
            while position == output.count {
                let chunk = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                    count = try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if chunk.isEmpty { return 0 }
                output = []
                output.reserveCapacity(chunk.count + chunk.count / 8)
                for byte in chunk {
                    if byte < 0x80 { output.append(byte) } else { output += table[Int(byte) - 0x80] }
                }
                position = 0
            }
            let count = min(buffer.count, output.count - position)
            buffer.copyBytes(from: output[position..<position + count])
            position += count
            return count
        }
    }

    /// The characters from 0x80 on, in UTF-8.
    private var characters: [[UInt8]] {
        let text =
            switch self {
            case .ibm850: Self.ibm850Text
            case .windows1252, .utf8: Self.windows1252Text
            }
        var characters = text.unicodeScalars.map { Array(String($0).utf8) }
        for code in (0x80 + characters.count)..<0x100 {
            characters.append(Array(String(UnicodeScalar(UInt8(code))).utf8))
        }
        return characters
    }

    /// From 0x80 to 0x9F; what is behind equals Unicode.
    private static let windows1252Text = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
    private static let ibm850Text =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"
}
