import Foundation

/// One log to be read: a file, a member of an archive, or standard input.
public final class InputSource {
    /// The file, and the member where the file is an archive: `logs.zip!export.json`.
    public let name: String
    /// How the log begins.
    public let head: InputHead
    /// The whole log; read it once.
    public let bytes: ByteStream
    /// How much of a log is taken in at once.
    public let limits: InputLimits
    private let meter: ProgressMeter?
    /// The file's path where the log is a plain file that can be opened again.
    private let path: String?
    /// Where the text begins in a plain file; nil where the log is none, or is decoded from another encoding.
    package let textStart: Int64?

    /// - Parameter path: the file that holds exactly these bytes, where there is one.
    package init(name: String, bytes: ByteStream, path: String?, limits: InputLimits, meter: ProgressMeter? = nil)
        throws
    {
        self.name = name
        self.meter = meter
        self.path = path
        self.limits = limits
        let first = try bytes.peek(InputHead.limit)
        if let decoded = UTF16Decoder.utf8(of: bytes, head: first) {
            self.bytes = decoded
            textStart = nil
            head = InputHead(try decoded.peek(InputHead.limit))
        } else {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let markLength = first.starts(with: mark) ? mark.count : 0
            bytes.skip(markLength)
            let rest = Array(first.dropFirst(markLength))
            if markLength == 0, limits.encoding.reads(rest, isWhole: first.count < InputHead.limit) {
                let decoded = limits.encoding.utf8(of: bytes)
                self.bytes = decoded
                textStart = nil
                head = InputHead(try decoded.peek(InputHead.limit))
            } else {
                self.bytes = bytes
                textStart = path == nil ? nil : Int64(markLength)
                head = InputHead(rest)
            }
        }
    }

    /// Whether the log is a plain file, which can be opened again before its bytes are read.
    package var isPlainFile: Bool { path != nil }

    /// Lets the import be ended: a reader that does not read the log's bytes as a stream calls it every now and then.
    ///
    /// - Throws: `CancellationError` where the import has been ended.
    public func checkCancellation() throws {
        try meter?.advance()
    }

    /// Gives a reader that needs random access a path that can be opened. A log that is no plain file goes through a
    /// temporary file that has no name, so that nothing is left behind however the program ends.
    ///
    /// - Throws: ``FileError`` where the log exceeds the limit of a temporary file; ``DamagedInput`` where it
    ///   breaks off, after `body` has had what came before.
    public func withFile<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
        if let path { return try body(path) }
        let (descriptor, damage) = try spooled()
        defer { close(descriptor) }
        let result = try body("/dev/fd/\(descriptor)")
        if let damage { throw damage }
        return result
    }

    private func spooled() throws -> (descriptor: Int32, damage: DamagedInput?) {
        var template = Array((NSTemporaryDirectory() + "/accesslab-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw FileError(
                "a temporary file cannot be made in \(NSTemporaryDirectory()).", at: InputLocation(file: name))
        }
        unlink(template)
        do {
            return (descriptor, try copy(to: descriptor))
        } catch {
            close(descriptor)
            throw error
        }
    }

    private func copy(to descriptor: Int32) throws -> DamagedInput? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        while true {
            let count: Int
            do {
                count = try bytes.read(into: buffer)
            } catch let damage as DamagedInput {
                return damage
            }
            if count == 0 { return nil }
            total += Int64(count)
            guard total <= limits.temporaryFileBytes else {
                throw FileError(
                    "the log is larger than \(limits.temporaryFileBytes) bytes and has to be read from a plain file: "
                        + "unpack it first.", at: InputLocation(file: name))
            }
            var written = 0
            while written < count {
                let step = write(descriptor, buffer.baseAddress.map { $0 + written }, count - written)
                guard step > 0 || errno == EINTR else {
                    throw FileError(
                        "a temporary file cannot be written: \(String(cString: strerror(errno))).",
                        at: InputLocation(file: name))
                }
                written += max(step, 0)
            }
        }
    }
}
