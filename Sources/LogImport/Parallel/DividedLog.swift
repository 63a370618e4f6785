import AccessLogs
import Files
import Foundation

/// A log in a plain file whose records are lines or rows, or lie in pieces, so that several threads can read it.
struct DividedLog: Sendable {
    let file: ReadableFile
    let head: InputHead
    let reader: any DivisibleLogReader
    /// Where the text begins.
    private let start: Int64
    private let partSize: Int64
    /// The order of day and month in the log's dates; nil where nothing in it tells.
    let dateOrder: DateOrder?

    /// The file's name in messages.
    var name: String { file.path }

    /// The log in a file; nil where it cannot be divided, or is too small to be.
    ///
    /// - Throws: ``FileError`` where the file cannot be read.
    init?(_ input: InputPath, readers: LogReaders, limits: InputLimits, meter: ProgressMeter) throws {
        guard case .path(let path) = input, let size = InputFile.size(of: input), size > limits.partBytes else {
            return nil
        }
        let file = try ReadableFile(at: URL(fileURLWithPath: path))
        self.file = file
        let bytes = file.stream(from: 0, meter: meter)
        guard !ArchiveReader.recognizes(try bytes.peek(InputHead.limit)) else { return nil }
        let source = try InputSource(name: path, bytes: bytes, path: path, limits: limits)
        guard let start = source.textStart,
            let reader = readers.reader(of: source.head) as? any DivisibleLogReader
        else { return nil }
        head = source.head
        self.reader = reader
        self.start = start
        partSize = limits.partBytes
        dateOrder = try DateOrder.found(in: head) { file.stream(from: 0, meter: .silent) }
    }

    /// The number of parts.
    var partCount: Int { Int((Int64(file.size) - start + partSize - 1) / partSize) }

    /// The offsets at which the records of a part begin. The last part ends with the file, however long that is by
    /// then.
    func range(ofPart part: Int) -> Range<Int64> {
        start + Int64(part) * partSize..<(part + 1 == partCount ? .max : start + Int64(part + 1) * partSize)
    }
}
