public import Foundation

/// A plain file whose bytes are read from any offset into memory that the caller has, by several threads at once.
///
/// Folders, pipes and devices are refused, not waited for: who gives a folder of files chooses what is in it.
public final class ReadableFile: Sendable {
    /// Why a file cannot be read, in words that follow its name.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case missing
        case isFolder
        /// A pipe, a device or a socket.
        case isNoPlainFile
        case isLarger(thanBytes: Int)
        /// Of a file that would be held as a whole.
        case isLargerThanMemory
        /// With the first line, from one, that is no UTF-8.
        case isNoUTF8(line: Int)
        /// With what the operating system says.
        case failed(String)

        /// What is wrong, in a sentence.
        public var description: String {
            switch self {
            case .missing: "No such file or directory"
            case .isFolder: "it is a folder"
            case .isNoPlainFile: "it is no file but a pipe, a device or a socket"
            case .isLarger(let bytes): "it is larger than \(ByteCount.text(bytes))"
            case .isLargerThanMemory: "it is larger than the memory of this machine"
            case .isNoUTF8(let line): "line \(line) is not UTF-8; save it as UTF-8"
            case .failed(let reason): reason
            }
        }

        fileprivate init(errno number: Int32) {
            self =
                switch number {
                case ENOENT, ENOTDIR: .missing
                // What a socket answers to being opened.
                case ENXIO: .isNoPlainFile
                default: .failed(String(cString: strerror(number)))
                }
        }
    }

    /// Where the file is, as it was given.
    package let path: String
    /// In bytes, when the file was opened.
    public let size: Int
    private let descriptor: Int32

    /// - Throws: ``FileError`` naming the file, where it cannot be opened or is no plain file.
    public convenience init(at url: URL) throws(FileError) {
        do {
            try self.init(opening: url)
        } catch {
            throw FileError(url, error)
        }
    }

    /// - Throws: the reason alone, for callers with their own words for it.
    public init(opening url: URL) throws(Refusal) {
        path = url.relativePath
        // A pipe without a writer would be waited for.
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            let refusal = Refusal(errno: errno)
            if descriptor >= 0 { close(descriptor) }
            throw refusal
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw status.st_mode & S_IFMT == S_IFDIR ? .isFolder : .isNoPlainFile
        }
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// - Throws: ``FileError`` naming the file, where it cannot be opened, is no plain file or larger than a limit
    ///   or than the memory: sparse files have any size and take no room.
    convenience init(at url: URL, limit: Int?) throws(FileError) {
        try self.init(at: url)
        if let limit, size > limit { throw FileError(url, .isLarger(thanBytes: limit)) }
        if UInt64(size) > ProcessInfo.processInfo.physicalMemory { throw FileError(url, .isLargerThanMemory) }
    }

    /// Copies the bytes from an offset on into a buffer.
    ///
    /// - Returns: how many; fewer than the buffer takes only where the file ends.
    /// - Throws: what the operating system says.
    public func copy(into buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws(Refusal) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Refusal(errno: errno) }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Fills a buffer with the bytes at an offset.
    ///
    /// - Returns: false where the file ends before, or cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
        do {
            return try copy(into: buffer, from: offset) == buffer.count
        } catch {
            return false
        }
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

// MARK: Streams

extension ReadableFile {
    /// The file's bytes from an offset on.
    ///
    /// - Parameter meter: lets the reading be ended; counts no bytes, for parts of a file may be read twice.
    package func stream(from offset: Int64, meter: ProgressMeter) -> ByteStream {
        var position = offset
        return ByteStream { [self] buffer in
            let count: Int
            do {
                count = try copy(into: buffer, from: Int(position))
            } catch {
                throw FileError("the file cannot be read: \(error).", at: InputLocation(file: path))
            }
            position += Int64(count)
            try meter.advance()
            return count
        }
    }
}

// MARK: Small files as a whole

extension ReadableFile {
    /// The whole text of a small file.
    ///
    /// - Parameter limit: the largest size that is read, in bytes.
    /// - Throws: ``FileError`` naming the file, where it is missing, no plain file, too large or no UTF-8.
    public static func text(at url: URL, limit: Int) throws(FileError) -> String {
        do {
            return try text(of: url, limit: limit)
        } catch {
            throw FileError(url, error)
        }
    }

    /// The whole text of a small file, or nil where there is no such file.
    ///
    /// - Parameter limit: the largest size that is read, in bytes.
    /// - Throws: ``FileError`` naming the file, where there is one that cannot be read, is too large or no UTF-8.
    public static func text(ifAt url: URL, limit: Int) throws(FileError) -> String? {
        do {
            return try text(of: url, limit: limit)
        } catch .missing {
            return nil
        } catch {
            throw FileError(url, error)
        }
    }

    /// The same as ``text(at:limit:)`` for callers with their own words for what is wrong.
    public static func text(of url: URL, limit: Int) throws(Refusal) -> String {
        let file = try ReadableFile(opening: url)
        guard file.size <= limit else { throw .isLarger(thanBytes: limit) }
        var refusal: Refusal?
        // With room for one byte more, because a file can grow or not tell its size.
        let bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, count in
            do throws(Refusal) {
                count = try file.copy(into: UnsafeMutableRawBufferPointer(buffer), from: 0)
            } catch {
                refusal = error
            }
        }
        if let refusal { throw refusal }
        guard bytes.count <= limit else { throw .isLarger(thanBytes: limit) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .isNoUTF8(line: lineOfFirstInvalidByte(in: bytes))
        }
        return text
    }

    private static func lineOfFirstInvalidByte(in bytes: [UInt8]) -> Int {
        var rest = bytes[...], line = 1
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), String(validating: rest[..<end], as: UTF8.self) != nil
        {
            rest = rest[(end + 1)...]
            line += 1
        }
        return line
    }
}

extension FileError {
    /// A file that cannot be read.
    init(_ url: URL, _ refusal: ReadableFile.Refusal) {
        self.init("\(url.path) cannot be read: \(refusal)")
    }
}
