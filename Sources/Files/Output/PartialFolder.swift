import CRename
import Foundation

/// A private folder beside a destination, in which something is made that takes the destination's place when it is
/// complete.
///
/// Its name cannot be foreseen, and other users may not enter it. Its maker holds a lock on it, which the operating
/// system releases when the maker ends, however it ends: what a killed program left is removed by the next one that
/// writes to the same destination.
final class PartialFolder {
    /// Where to make what is to be placed: a file or a folder of this name.
    let content: URL
    private let destination: URL
    private let url: URL
    private let descriptor: Int32

    /// - Parameter destination: an absolute path that is no link.
    /// - Throws: `POSIXError` where nothing can be made in the destination's folder.
    init(beside destination: URL) throws {
        let parent = destination.deletingLastPathComponent(), prefix = Self.prefix(of: destination)
        Self.removeLeftovers(of: destination)
        while true {
            let url = parent.appendingPathComponent(prefix + Self.randomDigits(), isDirectory: true)
            // Fails on whatever is there already, a link included.
            guard mkdir(url.path, 0o700) == 0 else {
                if errno == EEXIST { continue }
                throw POSIXError.current
            }
            guard let descriptor = Self.openOwn(url) else {
                // Another program saw it before it was locked, took it for a leftover and removed it.
                if errno == ENOENT { continue }
                throw POSIXError.current
            }
            // Where the file system has no locks, no other program can lock it either.
            let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
            guard !isTaken, Self.isSame(descriptor, url) else {
                close(descriptor)
                continue
            }
            self.destination = destination
            self.url = url
            self.descriptor = descriptor
            content = url.appendingPathComponent(Self.contentName)
            return
        }
    }

    /// Removes what was not placed, or what was replaced. Where that fails, the next program that writes to the
    /// destination tries again.
    deinit {
        try? FileManager.default.removeItem(at: url)
        close(descriptor)
    }

    // MARK: Taking the destination's place

    /// Lets the finished file take the place of the destination, which may be another file.
    ///
    /// - Throws: `POSIXError`.
    func placeFile() throws {
        try check(rename(content.path, destination.path))
        try Self.synchronize(destination.deletingLastPathComponent())
    }

    /// Lets the finished folder take the place of the destination. Whenever the program is killed, the destination is
    /// the old folder or the new one; only where the file system cannot exchange two names there is a moment without
    /// either, after which the next program that writes to the destination brings the old one back.
    ///
    /// - Parameter replacing: whether an existing folder may be replaced.
    /// - Throws: `POSIXError`, with `EEXIST` where the destination may not be replaced.
    func placeFolder(replacing: Bool) throws {
        try Self.synchronizeAll(content)
        if !replacing {
            try placeAtFreeName()
        } else if rename_exchanging(content.path, destination.path) != 0 {
            switch errno {
            case ENOENT: try placeAtFreeName()
            case EINVAL, ENOSYS, ENOTSUP: try placeInTwoSteps()
            default: throw POSIXError.current
            }
        }
        try Self.synchronize(destination.deletingLastPathComponent())
    }

    private func placeAtFreeName() throws {
        if rename_to_free_name(content.path, destination.path) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw POSIXError.current }
        if Self.exists(destination) { throw POSIXError(.EEXIST) }
        try check(rename(content.path, destination.path))
    }

    private func placeInTwoSteps() throws {
        guard Self.exists(destination) else { return try placeAtFreeName() }
        let replaced = url.appendingPathComponent(Self.replacedName)
        try check(rename(destination.path, replaced.path))
        if rename(content.path, destination.path) != 0 {
            let error = POSIXError.current
            try check(rename(replaced.path, destination.path))
            throw error
        }
    }

    private func check(_ result: Int32) throws {
        if result != 0 { throw POSIXError.current }
    }

    // MARK: Leftovers

    private static let contentName = "new", replacedName = "replaced"
    private static let digits = 16

    private static func prefix(of destination: URL) -> String {
        // A file system takes names of 255 bytes; a longer prefix would leave no room for the digits.
        let name = destination.lastPathComponent
        var short = ""
        for character in name {
            guard short.utf8.count + character.utf8.count <= 200 else { break }
            short.append(character)
        }
        return ".\(short).partial-"
    }

    private static func randomDigits() -> String {
        let text = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// Removes the partial folders of a destination that no program holds.
    private static func removeLeftovers(of destination: URL) {
        let parent = destination.deletingLastPathComponent(), prefix = prefix(of: destination)
        // A folder that cannot be listed keeps its leftovers; whether it can be written is found out next.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + digits {
            let url = parent.appendingPathComponent(name, isDirectory: true)
            guard let descriptor = openOwn(url) else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            let replaced = url.appendingPathComponent(replacedName)
            // Its maker was killed between two steps, and what was replaced is nowhere else.
            if exists(replaced), !exists(destination), rename(replaced.path, destination.path) != 0 { continue }
            // What cannot be removed stays for the next time.
            try? FileManager.default.removeItem(at: url)
        }
    }

    /// Opens a folder of this user that is no link; nil, with `errno`, where it is none.
    private static func openOwn(_ url: URL) -> Int32? {
        let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else {
            close(descriptor)
            errno = EPERM
            return nil
        }
        return descriptor
    }

    /// Whether a path still names what was opened.
    private static func isSame(_ descriptor: Int32, _ url: URL) -> Bool {
        var opened = stat(), named = stat()
        return fstat(descriptor, &opened) == 0 && lstat(url.path, &named) == 0 && opened.st_dev == named.st_dev
            && opened.st_ino == named.st_ino
    }

    private static func exists(_ url: URL) -> Bool {
        var status = stat()
        return lstat(url.path, &status) == 0
    }

    // MARK: Onto the disk

    /// Waits until a folder and everything in it would survive a loss of power.
    private static func synchronizeAll(_ folder: URL) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let url = folder.appendingPathComponent(name)
            var status = stat()
            guard lstat(url.path, &status) == 0 else { throw POSIXError.current }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try synchronizeAll(url)
            case S_IFREG: try synchronize(url)
            default: break
            }
        }
        try synchronize(folder)
    }

    private static func synchronize(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError.current }
        defer { close(descriptor) }
        try synchronize(descriptor)
    }

    /// - Throws: `POSIXError` where what was written did not reach the disk.
    static func synchronize(_ descriptor: Int32) throws {
        // Some file systems cannot synchronize folders, and pipes and devices have nothing to be synchronized.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS else {
            throw POSIXError.current
        }
    }
}

extension POSIXError {
    /// What `errno` says.
    static var current: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
