import Foundation

/// An input that is open for reading: a file, a pipe or standard input.
package final class InputFile {
    /// The path where this is a plain file, which can be opened again.
    package let path: String?
    /// The size in bytes; nil where this is no plain file.
    package let size: Int64?
    private let descriptor: Int32
    private let location: InputLocation
    private let meter: ProgressMeter
    private let beforeWaiting: () throws -> Void
    private var bytesRead: Int64 = 0

    /// - Parameter beforeWaiting: called where a pipe has no more bytes for now.
    /// - Throws: ``FileError`` where the file cannot be opened.
    package init(
        _ input: InputPath, meter: ProgressMeter, beforeWaiting: @escaping () throws -> Void = {}
    ) throws {
        self.beforeWaiting = beforeWaiting
        location = InputLocation(file: input.name)
        self.meter = meter
        switch input {
        case .standardInput: descriptor = dup(STDIN_FILENO)
        // A pipe is opened without waiting for its writer: while it is read the import can be ended.
        case .path(let path): descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        }
        guard descriptor >= 0 else {
            throw FileError("the file cannot be opened: \(String(cString: strerror(errno))).", at: location)
        }
        var status = stat()
        let isPlain = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = isPlain ? Int64(status.st_size) : nil
        if case .path(let path) = input, isPlain { self.path = path } else { path = nil }
    }

    deinit {
        close(descriptor)
    }

    /// The file's bytes from where it stands.
    package var stream: ByteStream {
        ByteStream { [self] buffer in
            while true {
                if size == nil { try waitForBytes() }
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
                guard count >= 0 else {
                    throw FileError("the file cannot be read: \(String(cString: strerror(errno))).", at: location)
                }
                bytesRead += Int64(count)
                try meter.advance(count)
                return count
            }
        }
    }

    /// Waits until there are bytes to be read, or none will come.
    private func waitForBytes() throws {
        var timeout: Int32 = 0
        while true {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, timeout)
            guard ready == 0 || ready < 0 && errno == EINTR else { return }
            if timeout == 0 { try beforeWaiting() }
            timeout = 100
            try meter.advance()
        }
    }

    /// Moves a plain file as `lseek` does; nil where it cannot be moved.
    package var seek: ((_ offset: Int64, _ origin: Int32) -> Int64?)? {
        guard path != nil else { return nil }
        return { [self] offset, origin in
            let position = lseek(descriptor, off_t(offset), origin)
            return position < 0 ? nil : Int64(position)
        }
    }

    /// Counts the rest of the file as read: a reader may have opened it itself.
    package func finish() throws {
        if let size, size > bytesRead { try meter.advance(Int(size - bytesRead)) }
    }

    /// The size of an input in bytes; nil where it is no plain file.
    package static func size(of input: InputPath) -> Int64? {
        guard case .path(let path) = input else { return nil }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }
}
