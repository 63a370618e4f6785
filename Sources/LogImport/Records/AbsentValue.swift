/// Words that stand for no value: what programs write where they have none.
///
/// `None` is Python's, as in the output of the Azure CLI, `null` that of JSON and of SQL, `-` and `N/A` are Windows' own.
enum AbsentValue {
    /// Whether a text, in UTF-8, is nothing but such a word.
    @inline(__always)
    static func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (1...longest).contains(text.count) else { return false }
        return words.contains { $0.count == text.count && $0.elementsEqual(text) }
    }

    /// Whether a text is nothing but such a word.
    static func isWord(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        var text = text
        return text.withUTF8 { isWord($0) }
    }

    /// A text, empty where it is such a word.
    static func removed(from text: String) -> String { isWord(text) ? "" : text }

    private static let words = ["None", "null", "NULL", "(null)", "<null>", "-", "N/A", "n/a"].map { Array($0.utf8) }
    private static let longest = 6
}

extension RawShareEvent {
    /// Whether a field on which others depend holds a word for nothing in its place.
    var saysAbsence: Bool {
        AbsentValue.isWord(self[.subjectUserName]) || AbsentValue.isWord(self[.subjectDomainName])
            || AbsentValue.isWord(self[.computer]) || AbsentValue.isWord(self[.subjectLogonID])
            || AbsentValue.isWord(self[.ipAddress])
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a field holds a value, not nothing nor a word for it.
    var isValue: Bool { !isEmpty && !AbsentValue.isWord(self) }
}
