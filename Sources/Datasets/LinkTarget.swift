import Foundation

/// Where the links at the end of a path lead.
enum LinkTarget {
    /// The path without links; where nothing is there, the place at which it would be made.
    ///
    /// - Throws: `POSIXError` where links lead in a circle, or where the operating system follows none, as it does for those
    ///   that others made in a folder that everybody may write to.
    static func of(_ url: URL) throws -> URL {
        var status = stat()
        guard stat(url.path, &status) == 0 || errno == ENOENT else { throw POSIXError.current }
        var url = url
        // As many as the operating system follows.
        for _ in 0..<40 {
            if let path = realpath(url.path, nil) {
                defer { free(path) }
                return URL(fileURLWithPath: String(cString: path))
            }
            guard errno == ENOENT else { throw POSIXError.current }
            guard let next = step(from: url) else { return url }
            url = next
        }
        throw POSIXError(.ELOOP)
    }

    /// The descriptor of this very program that a path such as `/dev/stdout` means; nil where it means none.
    static func ownDescriptor(at url: URL) -> Int32? {
        var url = url
        for _ in 0..<40 {
            guard let folder = realpath(url.deletingLastPathComponent().path, nil) else { return nil }
            defer { free(folder) }
            if String(cString: folder) == "/proc/\(getpid())/fd" { return Int32(url.lastPathComponent) }
            guard let next = step(from: url) else { return nil }
            url = next
        }
        return nil
    }

    /// Where a single link leads; nil where the path names none.
    private static func step(from url: URL) -> URL? {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else { return nil }
        return target.hasPrefix("/")
            ? URL(fileURLWithPath: target) : url.deletingLastPathComponent().appendingPathComponent(target)
    }
}
