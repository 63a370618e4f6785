import StrictYAML

/// The names that are the same on every file system and need no quoting in a shell.
enum FolderName {
    static let rule = "letters, digits, '-', '_' and '.', starting with a letter or digit, at most 100"

    static func accepts(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetterOrDigit(first), name.utf8.count <= 100 else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }
}

extension YAMLValue {
    /// A text that can name a folder.
    func folderName() -> String? {
        guard let text = text() else { return nil }
        guard FolderName.accepts(text) else {
            mismatch("made of \(FolderName.rule)")
            return nil
        }
        return text
    }
}
