import Foundation

/// An experiment file on disk.
enum SpecificationFile {
    private static let sizeLimit = 1 << 20

    /// The text of the file at a path.
    ///
    /// - Throws: ``SpecificationError`` where there is no such file, or it is not a text of acceptable size.
    static func text(at path: String) throws(SpecificationError) -> String {
        func failure(_ message: String, line: Int? = nil) -> SpecificationError {
            SpecificationError([.init(file: path, line: line, message: message)])
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw failure("there is no such file")
        }
        if isDirectory.boolValue { throw failure("this is a folder, not an experiment file") }
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            data = try handle.read(upToCount: sizeLimit + 1) ?? Data()
        } catch {
            throw failure("the file cannot be read: \(error.localizedDescription)")
        }
        if data.count > sizeLimit { throw failure("the file is larger than 1 MiB; an experiment file is a page") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw failure("the text is not UTF-8; save it as UTF-8", line: lineOfFirstInvalidByte(in: data))
        }
        // Some editors mark UTF-8 with a byte order mark, which the parser takes for content.
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    private static func lineOfFirstInvalidByte(in data: Data) -> Int? {
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }
}
