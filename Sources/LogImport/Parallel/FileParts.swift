import AccessLogs
import Files
import Foundation

/// The parts of a log in a plain file.
struct FileParts {
    private let log: DividedLog
    private let file: ReadableFile
    /// Where the text begins.
    private let start: Int64
    private let partSize: Int64
    private var next = 0

    /// The parts of the log in a file; nil where it cannot be divided.
    ///
    /// - Throws: ``FileError`` where the file cannot be read.
    init?(_ path: String, readers: LogReaders, limits: InputLimits, meter: ProgressMeter) throws {
        let file = try ReadableFile(at: URL(fileURLWithPath: path))
        self.file = file
        let bytes = file.stream(from: 0, meter: meter)
        guard !ArchiveReader.recognizes(try bytes.peek(InputHead.limit)) else { return nil }
        let source = try InputSource(name: path, bytes: bytes, path: path, limits: limits)
        guard let start = source.textStart,
            let reader = readers.reader(of: source.head) as? any DivisibleLogReader
        else { return nil }
        self.start = start
        partSize = limits.partBytes
        log = DividedLog(
            name: file.path, head: source.head, reader: reader,
            dateOrder: try DateOrder.found(in: source.head) { file.stream(from: 0, meter: .silent) })
    }

    /// The next part; nil at the end.
    mutating func popFirst() -> DividedPart? {
        let count = Int((Int64(file.size) - start + partSize - 1) / partSize)
        guard next < count else { return nil }
        defer { next += 1 }
        let first = start + Int64(next) * partSize
        return DividedPart(
            log: log, place: .file(file), range: first..<(next + 1 == count ? .max : first + partSize),
            isFirst: next == 0)
    }
}
