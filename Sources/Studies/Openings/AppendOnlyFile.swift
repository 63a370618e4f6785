import Foundation

/// A text file to which lines are only ever added. A line is on the disk before the next step, and a line that a crash
/// cut off does not swallow the one after it.
struct AppendOnlyFile: Sendable {
    let url: URL
    /// The largest size that makes sense, in bytes.
    let largestSize: Int
    /// The mode of a new file, of which the umask takes away.
    var mode: mode_t = 0o644
    /// Whether the path may be a link. Links in what others made could lead to any file of the user's.
    var followsLinks = true
    /// What the file tells, and what to do about it, for errors: `it lists …: restore it`.
    let purpose: (unreadable: String, unusable: String)

    /// The lines, without those that are empty; nil where there is no file.
    ///
    /// - Throws: ``StudyError`` where it cannot be read.
    func lines() throws(StudyError) -> [ArraySlice<UInt8>]? {
        guard access(url.path, F_OK) == 0 || errno != ENOENT else { return nil }
        let file = try open(O_RDONLY)
        defer { close(file) }
        return try Self.lines(of: content(of: file))
    }

    /// Adds a line, and returns once it is on the disk. Of two programs that do so at once, the later one is given the
    /// line of the earlier.
    ///
    /// - Returns: the lines before.
    /// - Throws: ``StudyError`` where that cannot be done.
    @discardableResult
    func append(_ line: String) throws(StudyError) -> [ArraySlice<UInt8>] {
        let file = try open(O_RDWR | O_APPEND | O_CREAT)
        // The lock ends with the descriptor.
        defer { close(file) }
        lock(file)
        let content = try content(of: file)
        let isCut = content.last.map { $0 != UInt8(ascii: "\n") } ?? false
        let bytes = Array(((isCut ? "\n" : "") + line + "\n").utf8)
        let written = write(file, bytes, bytes.count)
        guard written == bytes.count else { throw failure("written", written < 0 ? errno : ENOSPC) }
        guard fsync(file) == 0 else { throw failure("written", errno) }
        if content.isEmpty { try syncFolder() }
        return Self.lines(of: content)
    }

    private static func lines(of content: [UInt8]) -> [ArraySlice<UInt8>] {
        content.split(separator: UInt8(ascii: "\n"))
    }

    private func open(_ flags: Int32) throws(StudyError) -> Int32 {
        // If the path is a pipe, reading would wait for ever.
        let links = followsLinks ? 0 : O_NOFOLLOW
        let file = Foundation.open(url.path, flags | links | O_CLOEXEC | O_NONBLOCK, mode)
        guard file >= 0 else { throw failure(flags == O_RDONLY ? "read" : "written", errno) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw StudyError("\(url.path) is no file; \(purpose.unreadable)")
        }
        return file
    }

    /// Waits for other programs, which hold the lock for a moment. Where one holds it for long, or the file system has
    /// no locks, the line is added as a whole all the same, for it matters more than which of two came first.
    private func lock(_ file: Int32) {
        for _ in 0..<400 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK && errno != EINTR { return }
            usleep(5000)
        }
    }

    private func content(of file: Int32) throws(StudyError) -> [UInt8] {
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", errno) }
            if count == 0 { return content }
            content += piece[..<count]
            guard content.count <= largestSize else {
                throw StudyError("\(url.path) is larger than \(largestSize) bytes and no ledger; \(purpose.unreadable)")
            }
        }
    }

    /// A new file is safe on the disk once its folder is.
    private func syncFolder() throws(StudyError) {
        let folder = Foundation.open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("written", errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("written", errno) }
    }

    private func failure(_ deed: String, _ code: Int32) -> StudyError {
        StudyError("\(url.path) cannot be \(deed): \(String(cString: strerror(code))); \(purpose.unusable)")
    }
}
