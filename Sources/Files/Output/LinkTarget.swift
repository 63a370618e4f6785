import Foundation

/// Where the links at the end of a path lead.
enum LinkTarget {
    /// As many as the operating system follows.
    private static let mostLinks = 40

    /// The path without links; where nothing is there, the path at which it would be made.
    ///
    /// - Throws: ``FileError`` where another user has put a link or a file there; `POSIXError`, for example where
    ///   links lead in a circle.
    static func of(_ url: URL) throws -> URL {
        var url = url
        for _ in 0..<mostLinks {
            var status = stat()
            guard lstat(url.path, &status) == 0 else {
                if errno == ENOENT { return url }
                throw POSIXError.current
            }
            try checkOwner(status, of: url)
            guard let next = step(from: url) else {
                guard let path = realpath(url.path, nil) else { throw POSIXError.current }
                defer { free(path) }
                return URL(fileURLWithPath: String(cString: path))
            }
            url = next
        }
        throw POSIXError(.ELOOP)
    }

    /// The descriptor of this very program that a path such as `/dev/stdout` means; nil where it means none.
    static func ownDescriptor(at url: URL) -> Int32? {
        var url = url
        for _ in 0..<mostLinks {
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

    /// In a folder such as `/tmp` any user may put a link, a pipe or an open file where another program is about to
    /// write, and read what it writes. Some kernels are set up to follow none; this holds for all.
    private static func checkOwner(_ status: stat, of url: URL) throws(FileError) {
        let folder = url.deletingLastPathComponent()
        var shared = stat()
        guard stat(folder.path, &shared) == 0, shared.st_mode & S_ISVTX != 0, shared.st_mode & S_IWOTH != 0 else {
            return
        }
        guard status.st_uid != geteuid(), status.st_uid != shared.st_uid else { return }
        throw FileError(
            "\(url.path) cannot be written: it belongs to somebody else, in a folder where everybody may write; choose "
                + "another name or folder")
    }
}
