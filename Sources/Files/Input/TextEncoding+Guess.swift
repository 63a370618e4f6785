extension TextEncoding {
    /// Why bytes are no text, in a sentence that says what they probably are and how to go on.
    package static func problem(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        let likely = likely(bytes).rawValue
        return "the text is not valid UTF-8; it is probably \(likely): save it as UTF-8, or say --encoding \(likely)."
    }

    /// What bytes that are not UTF-8 probably are, by the letters that they would be within words.
    ///
    /// What is a letter in the one encoding is mostly a sign or a line of a frame in the other, and such do not stand between
    /// the letters of a word.
    static func likely(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding {
        var evidence = 0
        for position in bytes.indices where bytes[position] >= 0x80 {
            let before = position > 0 ? bytes[position - 1] : 0
            let after = position + 1 < bytes.count ? bytes[position + 1] : 0
            evidence += evidenceFor850(bytes[position], before, after)
        }
        return evidence > 0 ? .ibm850 : .windows1252
    }

    /// How much a byte between two others speaks for OEM 850, or, below zero, for Windows-1252.
    private static func evidenceFor850(_ byte: UInt8, _ before: UInt8, _ after: UInt8) -> Int {
        // Windows-1252 has no characters there; OEM 850 has the ü, the É and others.
        if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) { return 8 }
        let endsWord = isLetter(before) && !isLetter(after), beginsWord = !isLetter(before) && isLetter(after)
        guard isLetter(before) || isLetter(after) else { return 0 }
        switch byte {
        case 0x92 where !endsWord && !beginsWord:
            // An apostrophe, or the rare Æ.
            return -1
        case 0x9C, 0x9E, 0x9F:
            // œ, ž and Ÿ, or signs.
            return -2
        case 0x80...0xA5:
            if beginsWord { return [0x80, 0x8E, 0x99, 0x9A].contains(byte) ? 2 : 0 }
            // Others may be quotation marks or spaces.
            if endsWord { return [0x82, 0x8A, 0x97, 0xA2, 0xA3].contains(byte) ? 2 : 0 }
            return 3
        case 0xE1:
            // ß stands behind a vowel, á mostly behind a consonant.
            return isVowel(before) ? 2 : -1
        case 0xB5...0xB7:
            return 1
        case 0xC0...0xFF:
            return -3
        default:
            return 0
        }
    }

    /// Whether a byte may be a letter; 0xA0 is rather a space that does not break.
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 && byte != 0xA0 || (97...122).contains(byte | 0x20)
    }

    /// A vowel, also ä, ö and ü in OEM 850.
    private static func isVowel(_ byte: UInt8) -> Bool {
        "aeiou".utf8.contains(byte | 0x20) || [0x81, 0x84, 0x94].contains(byte)
    }
}
