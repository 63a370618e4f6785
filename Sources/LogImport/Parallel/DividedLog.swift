import AccessLogs
import Files
import Foundation

/// A log whose records are lines or rows, or lie in pieces, so that several threads can read it: what all its parts have
/// in common.
struct DividedLog: Sendable {
    /// The file, or the member of an archive, in messages.
    let name: String
    let head: InputHead
    let reader: any DivisibleLogReader
    /// The order of day and month in the log's dates; nil where nothing in it tells.
    let dateOrder: DateOrder?
}

/// A part of a divided log.
struct DividedPart: Sendable {
    /// Where the bytes of a part are.
    enum Place: Sendable {
        /// In a plain file, in which every thread can read from any offset.
        case file(ReadableFile)
        /// In a stretch of a stream: what is compressed, or not in UTF-8, is read once.
        case block(StreamBlock)
    }

    let log: DividedLog
    let place: Place
    /// The offsets at which the records of the part begin. The last part ends with the log, however long that is by
    /// then.
    let range: Range<Int64>
    let isFirst: Bool

    /// The log's bytes from an offset of the part on, or from the byte before it.
    ///
    /// - Parameter meter: lets the reading be ended; counts no bytes.
    func bytes(from offset: Int64, meter: ProgressMeter) -> ByteStream {
        switch place {
        case .file(let file): file.stream(from: offset, meter: meter)
        case .block(let block): block.stream(from: offset, meter: meter)
        }
    }
}
