import Files
import Foundation
import StrictYAML

/// An experiment file on disk.
enum SpecificationFile {
    /// The text of the file at a path.
    ///
    /// - Throws: ``SpecificationError`` where there is no such file, or it is not a text of acceptable size.
    static func text(at path: String) throws(SpecificationError) -> String {
        do {
            let text = try ReadableFile.text(of: URL(fileURLWithPath: path), limit: PlainYAML.experiment.size)
            // Some editors mark UTF-8 with a byte order mark, which the parser takes for content.
            return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        } catch {
            let (message, line): (String, Int?) =
                switch error {
                case .missing: ("there is no such file", nil)
                case .isFolder: ("this is a folder, not an experiment file", nil)
                case .isLarger: ("the file is larger than 1 MiB; an experiment file is a page", nil)
                case .isNoUTF8(let line): ("the text is not UTF-8; save it as UTF-8", line)
                case .isNoPlainFile, .isLargerThanMemory, .failed: ("the file cannot be read: \(error)", nil)
                }
            throw SpecificationError([.init(file: path, line: line, message: message)])
        }
    }
}
