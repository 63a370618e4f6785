package import Files
import Foundation
package import LogImport

/// Binary Windows event logs (`.evtx`).
package struct EVTXReader: DivisibleLogReader, CarvingLogReader {
    package static let id = "evtx"
    package static let summary = "binary Windows event logs (EVTX)"

    package static let hasLines = false

    private var carvesRemains = false

    package init() {}

    package var carving: any LogReader {
        var reader = self
        reader.carvesRemains = true
        return reader
    }

    package func recognizes(_ head: InputHead) -> Bool {
        head.starts(with: "ElfFile\0".utf8)
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var scan = EventLogScan(
            source.bytes, from: 0, header: FileHeader(source.head.bytes),
            Self.selection(source.head, source.limits), carving: carvesRemains)
        try scan.skipHeader()
        try scan.read(until: .max, emit: emit)
        if let damage = scan.damage.input { throw damage }
    }

    package func read(_ part: LogPart, emit: LogRecordHandler) throws {
        let isStart = part.isFirst || part.isExact
        let start = isStart ? part.range.lowerBound : EventLogScan.chunkStart(from: part.range.lowerBound)
        var scan = EventLogScan(
            part.bytes(from: start), from: start, header: FileHeader(part.head.bytes),
            Self.selection(part.head, part.limits), carving: carvesRemains)
        try part.begin(at: start)
        if part.isFirst { try scan.skipHeader() }
        try scan.read(until: part.range.upperBound, emit: emit)
        try part.end(at: scan.position, lineEnds: scan.recordCount)
        if let damage = scan.damage.input { throw damage }
    }

    private static func selection(_ head: InputHead, _ limits: InputLimits) -> EventSelection {
        EventSelection(includesFileAccess: limits.includesFileAccess || isOfONTAP(head))
    }

    /// Whether a log is one of ONTAP, which has no event of an access to a share.
    private static func isOfONTAP(_ head: InputHead) -> Bool {
        let name = "NetApp-Security-Auditing".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return Data(head.bytes).range(of: Data(name)) != nil
    }
}
