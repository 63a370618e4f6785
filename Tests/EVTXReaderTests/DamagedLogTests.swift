@testable import AccessLogs
import ContractTesting
import EVTXReader
import Files
import Foundation
import LogImport
import Testing

@Suite("Damaged event logs", .enabled(if: SharedData.isPresent, "the folder shared/data is not there"))
struct DamagedLogTests {
    private let importer = LogImporter(readers: .text.adding(EVTXReader()))
    private let whole: [UInt8]

    init() throws {
        let path = SharedData.path("windows/evtx/mdecrevoisier_PSexec_5140_5145.evtx")
        whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func imported(_ bytes: some Sequence<UInt8>) throws -> ImportSummary {
        let path = NSTemporaryDirectory() + "/accesslab-\(UUID().uuidString).evtx"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try importer.run([.path(path)]) { _ in }
    }

    @Test("the reader keeps the promises of every reader")
    func contract() throws {
        try LogReaderContract(EVTXReader(), example: whole, records: 30).check(besides: [Array("user,resource\n".utf8)])
    }

    @Test("a log cut anywhere neither crashes nor hangs, and what is missing is said")
    func cut() throws {
        for part in 1..<64 {
            let length = whole.count * part / 64
            let summary = try imported(whole.prefix(length))
            #expect(summary.shareAccesses + summary.objectChecks <= 11)
            let isWhole = summary.shareAccesses + summary.objectChecks == 11
            #expect(isWhole || summary.malformed > 0, "cut after \(length) bytes")
        }
    }

    @Test("a log with flipped bytes neither crashes nor hangs", arguments: 0..<8)
    func flipped(seed: Int) throws {
        var state = UInt64(seed + 1)
        for _ in 0..<32 {
            var bytes = whole
            for _ in 0..<(1 << (seed % 6)) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[8 + Int(state >> 33) % (bytes.count - 8)] ^= UInt8(truncatingIfNeeded: state >> 20) | 1
            }
            let summary = try imported(bytes)
            #expect(summary.recordsRead < 10_000)
        }
    }

    @Test("a record that swallows those behind it is told by the header of its chunk")
    func swallowed() throws {
        // The signature of the second record, which every record begins with.
        let records = whole.indices.dropFirst(4096 + 512).filter {
            $0 + 4 <= whole.count && Array(whole[$0..<$0 + 4]) == [0x2A, 0x2A, 0, 0]
        }
        var bytes = whole
        bytes[records[1]] = 0
        let summary = try imported(bytes)
        #expect(summary.shareAccesses + summary.objectChecks < 11)
        #expect(!summary.isComplete)
        #expect(try imported(whole).isComplete)
    }

    @Test("in strict mode damage is an error that names the file")
    func strict() throws {
        var importer = importer
        importer.options.strict = true
        let path = NSTemporaryDirectory() + "/accesslab-\(UUID().uuidString).evtx"
        try Data(whole.prefix(6000)).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = try #require(throws: FileError.self) { try importer.run([.path(path)]) { _ in } }
        #expect(error.location?.file == path)
    }
}

@Suite("A huge event log", .timeLimit(.minutes(1)))
struct HugeLogTests {
    @Test("can be left while it is being opened")
    func opening() throws {
        let path = NSTemporaryDirectory() + "/accesslab-\(UUID().uuidString).evtx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        // The header of an empty log, and eight gigabytes that take no room.
        var header = [UInt8](repeating: 0, count: 4096)
        header.replaceSubrange(0..<8, with: Array("ElfFile\0".utf8))
        header[32] = 128
        header[36] = 1
        header[38] = 3
        header[41] = 16
        try Data(header).write(to: URL(fileURLWithPath: path))
        #expect(truncate(path, 1 << 33) == 0)
        let importer = LogImporter(readers: .text.adding(EVTXReader()))
        var calls = 0
        let progress: (ReadingProgress) -> Bool = { _ in
            calls += 1
            return calls < 3
        }
        #expect(throws: CancellationError.self) { try importer.run([.path(path)], progress: progress) { _ in } }
    }
}
