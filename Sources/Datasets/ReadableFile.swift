import Foundation

/// A file whose bytes are read from any place into memory that is there already.
final class ReadableFile {
    /// In bytes.
    let size: Int
    private let descriptor: Int32

    /// - Throws: ``DatasetError`` where there is no file that can be opened.
    init(at url: URL) throws {
        // A pipe without a writer would be waited for.
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw DatasetError("\(url.path) cannot be read: \(reason)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw DatasetError("\(url.path) cannot be read: it is no file")
        }
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Fills a buffer with the bytes at an offset.
    ///
    /// - Returns: false where the file ends before, or cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// Some elements at an offset, as they lie in memory; nil where the file ends before, or cannot be read.
    func array<Element: BitwiseCopyable>(of type: Element.Type, count: Int, at offset: Int) -> [Element]? {
        var isWhole = false
        let array = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            let size = count * MemoryLayout<Element>.stride
            isWhole = read(into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: size), at: offset)
            initialized = isWhole ? count : 0
        }
        return isWhole ? array : nil
    }
}
