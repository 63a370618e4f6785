import Foundation

/// A plain file that several threads read at once, each from its own offset.
package final class PlainFile: Sendable {
    package let path: String
    package let size: Int64
    private let descriptor: Int32

    /// - Throws: ``FileError`` where the file cannot be opened.
    package init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw FileError(
                "the file cannot be opened: \(String(cString: strerror(errno))).", at: InputLocation(file: path))
        }
        size = Int64(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// The file's bytes from an offset on.
    ///
    /// - Parameter meter: lets the reading be ended; counts no bytes, for parts of a file may be read twice.
    package func stream(from offset: Int64, meter: ProgressMeter) -> ByteStream {
        var position = offset
        return ByteStream { [self] buffer in
            while true {
                let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(position))
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else {
                    throw FileError(
                        "the file cannot be read: \(String(cString: strerror(errno))).", at: InputLocation(file: path))
                }
                position += Int64(count)
                try meter.advance()
                return count
            }
        }
    }
}
