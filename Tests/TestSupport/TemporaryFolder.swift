package import Foundation

/// A folder for one test, removed when the test is over: to be held by the suite, which lives as long as its test.
package final class TemporaryFolder: Sendable {
    package let url: URL

    package init() {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("accesslab-\(UUID().uuidString)")
        // Where this fails, so does the first file that the test writes, with a message.
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// A file or folder in it.
    package subscript(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Writes a file in it.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> URL {
        try Data(text.utf8).write(to: self[name])
        return self[name]
    }

    package func text(of name: String) throws -> String {
        try String(contentsOf: self[name], encoding: .utf8)
    }

    /// The names of everything in it at any depth, hidden files included, sorted.
    package var contents: [String] {
        (FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []).sorted()
    }
}

/// What an error says; nil where none is thrown.
package func message<Result>(of body: () throws -> Result) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return "\(error)"
    }
}

/// Changes a file.
package func edit(_ file: URL, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: file)
    change(&data)
    try data.write(to: file)
}
