public import Foundation

/// A file that appears complete or not at all: it is made in a private folder beside its destination and takes the
/// destination's place at the end.
///
/// It takes over the mode and owner of a file that it replaces; a new one has the mode that the umask gives. Where the
/// destination is a link, the file to which it leads is replaced. A pipe or a device, `/dev/stdout` included, is never
/// replaced but written to as the text comes.
public final class WholeFile {
    private let destination: URL
    private let descriptor: Int32
    /// Where the file is made; nil where it is written through to a pipe or a device.
    private var partial: PartialFolder?
    /// The file that will be replaced.
    private let replaced: stat?
    private var buffer = Data()
    private var isOpen = true

    private static let bufferSize = 1 << 16

    /// - Throws: ``FileError`` where the file cannot be made.
    public init(at destination: URL) throws {
        self.destination = destination
        if let own = LinkTarget.ownDescriptor(at: destination) {
            // As a shell does it: what was written there before stays.
            descriptor = fcntl(own, F_DUPFD_CLOEXEC, 0)
            partial = nil
            replaced = nil
        } else {
            let target = try FileError.naming(destination) { try LinkTarget.of(destination) }
            var status = stat()
            let isThere = lstat(target.path, &status) == 0
            if isThere, status.st_mode & S_IFMT != S_IFREG {
                descriptor = open(target.path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW)
                partial = nil
                replaced = nil
            } else {
                let partial = try Self.partial(for: destination, at: target, isThere: isThere)
                descriptor = open(
                    partial.content.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o666)
                self.partial = partial
                replaced = isThere ? status : nil
            }
        }
        guard descriptor >= 0 else { throw Self.failure(destination) }
    }

    /// - Throws: ``FileError`` where a plain file is there and may not be replaced: to be asked before long work.
    public static func checkAbsence(of destination: URL, replacing: Bool) throws(FileError) {
        var status = stat()
        guard !replacing, LinkTarget.ownDescriptor(at: destination) == nil, stat(destination.path, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else { return }
        throw FileError("\(destination.path) exists already; choose another name, or replace it with --force")
    }

    /// Writes a text as a whole.
    ///
    /// - Throws: ``FileError`` where it cannot be written; what was there stays then.
    public static func write(_ text: String, to destination: URL) throws {
        let file = try WholeFile(at: destination)
        try file.write(text)
        try file.finish()
    }

    /// A file that was not finished leaves nothing.
    deinit {
        if isOpen { close(descriptor) }
    }

    /// Writes bytes.
    public func write(_ data: Data) throws {
        buffer.append(data)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Writes a text as UTF-8.
    public func write(_ text: String) throws {
        try write(Data(text.utf8))
    }

    /// Gives the file its name, once it is on the disk.
    ///
    /// - Throws: ``FileError`` where the rest cannot be written, for example for want of space.
    public func finish() throws {
        try flush()
        try FileError.naming(destination) {
            if partial != nil {
                if let replaced { try takeOver(replaced) }
                try PartialFolder.synchronize(descriptor)
            }
            isOpen = false
            guard close(descriptor) == 0 else { throw POSIXError.current }
            try partial?.placeFile()
            partial = nil
        }
    }

    /// Gives the new file the owner and the mode of the old one.
    private func takeOver(_ old: stat) throws {
        var mode = old.st_mode & 0o777, new = stat()
        guard fstat(descriptor, &new) == 0 else { throw POSIXError.current }
        if new.st_uid != old.st_uid || new.st_gid != old.st_gid,
            fchown(descriptor, old.st_uid, old.st_gid) != 0, fchown(descriptor, .max, old.st_gid) != 0
        {
            // The rights of the old group are not for the new one.
            mode &= 0o707
        }
        guard fchmod(descriptor, mode) == 0 else { throw POSIXError.current }
    }

    private func flush() throws {
        try FileError.naming(destination) {
            try buffer.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = Foundation.write(
                        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count >= 0 {
                        rest = rest.dropFirst(count)
                    } else if errno == EAGAIN {
                        // A pipe in non-blocking mode, which another program may have set.
                        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                        _ = poll(&wait, 1, -1)
                    } else if errno != EINTR {
                        throw POSIXError.current
                    }
                }
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func partial(for destination: URL, at target: URL, isThere: Bool) throws -> PartialFolder {
        do {
            return try PartialFolder(beside: target)
        } catch let error as POSIXError where isThere && access(target.path, W_OK) == 0 {
            throw FileError(
                "\(destination.path) cannot be written: the file could be, but it is replaced as a whole, and in its "
                    + "folder nothing can be made (\(FileError.reason(error))); choose another folder")
        } catch {
            throw FileError("\(destination.path) cannot be written: \(FileError.reason(error))")
        }
    }

    private static func failure(_ destination: URL) -> FileError {
        FileError("\(destination.path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
