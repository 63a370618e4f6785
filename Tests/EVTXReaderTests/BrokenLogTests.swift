import AccessLogs
import EVTXReader
import Files
import LogImport
import Testing

@Suite("Event logs that are not whole")
struct BrokenLogTests {
    private static func record(_ number: Int) -> EventRecord {
        EventRecord(SampleEvent(number: UInt64(number), user: "u\(number)"))
    }

    private static func users(_ numbers: some Sequence<Int>) -> [String] { numbers.map { "u\($0)" } }

    /// A log of one chunk, and where its records begin in the file.
    private static func log(of count: Int) -> (bytes: [UInt8], starts: [Int]) {
        let records = (0..<count).map(record)
        var chunk = ChunkBuilder(firstNumber: 1)
        for record in records { chunk.append(record) }
        return (EventLogBuilder(records).bytes, chunk.starts.map { 4096 + $0 })
    }

    /// What is found in a log, which must be the same in whole and in parts.
    private static func imported(_ bytes: [UInt8], carving: Bool = false) throws -> Imported {
        let settings = { (importer: inout LogImporter) in importer.options.carvesRemains = carving }
        let whole = try Imported(bytes, settings: settings)
        for size: Int64 in [1000, 65_536, 100_000] {
            let parts = try Imported(bytes, workers: 2) {
                settings(&$0)
                $0.limits.partBytes = size
            }
            #expect(parts.events == whole.events && parts.summary == whole.summary, "in parts of \(size) bytes")
        }
        return whole
    }

    @Test("a log that is being written: its headers lag behind", arguments: [0, 1])
    func beingWritten(counted: Int) throws {
        var log = EventLogBuilder(
            chunks: [(0..<3).map(Self.record), (3..<5).map(Self.record), (5..<9).map(Self.record)])
        log.countedChunks = counted
        let imported = try Self.imported(log.bytes)
        #expect(imported.users == Self.users(0..<9))
        #expect(imported.tellsDamageAlone)
    }

    @Test("records that the header of their chunk does not count yet", arguments: [1, 3])
    func uncounted(counted: Int) throws {
        var chunk = ChunkBuilder(firstNumber: 1)
        for number in 0..<5 { chunk.append(Self.record(number)) }
        let header = EventLogBuilder((0..<5).map(Self.record)).bytes.prefix(4096)
        let imported = try Self.imported(header + chunk.finished(counted: counted))
        #expect(imported.users == Self.users(0..<5))
        #expect(imported.summary.isComplete)
    }

    private static let notCounted =
        "not counted by the header of the file, as in a log that is being written"
    private static let notEmpty = "records, which were read, where the header says that the chunk is empty"

    @Test(
        "records of a chunk that is empty by its own header, where they follow those before it", arguments: [1, 3, 10])
    func emptyByHeader(next: UInt64) throws {
        var log = EventLogBuilder(
            chunks: [(0..<2).map(Self.record), (2..<4).map(Self.record), (4..<5).map(Self.record)])
        log.countedChunks = 1
        log.nextNumber = next
        log.emptyChunks = [1, 2]
        let imported = try Self.imported(log.bytes)
        #expect(imported.users == Self.users(0..<5))
        #expect(
            imported.complaints == [
                Imported.damage(Self.notCounted + " (chunks 2 and 3)", Self.notEmpty + " (chunks 2 and 3)")
            ])
    }

    @Test("records of the only chunk, which is empty by its own header: those that the header of the file knows")
    func onlyChunk() throws {
        var log = EventLogBuilder((0..<3).map(Self.record))
        log.emptyChunks = [0]
        for (next, count): (UInt64, Int) in [(1, 3), (4, 3), (0, 0)] {
            log.nextNumber = next
            #expect(try Self.imported(log.bytes).users == Self.users(0..<count))
        }
    }

    @Test("a chunk that is about to be used again is empty as its header says")
    func usedAgain() throws {
        var current = ChunkBuilder(firstNumber: 100), next = ChunkBuilder(firstNumber: 20)
        for number in 0..<2 { current.append(Self.record(number)) }
        for number in 5..<8 { next.append(Self.record(number)) }
        var header = EventLogBuilder(chunks: [[], []])
        header.nextNumber = 102
        let log = header.bytes.prefix(4096) + current.finished + next.finished(counted: 0)
        let imported = try Self.imported(Array(log))
        #expect(imported.users == Self.users(0..<2) && imported.summary.isComplete)
        let carved = try Self.imported(Array(log), carving: true)
        #expect(carved.users == Self.users([0, 1, 5, 6, 7]) && carved.summary.remarks.carved == 3)
    }

    @Test("records whose numbers are odd, in a chunk whose header is damaged", arguments: 0..<6)
    func oddNumbers(index: Int) throws {
        let (whole, starts) = Self.log(of: 6)
        for number: UInt64 in [0, 1, 4, 500, 1 << 40, .max] {
            var bytes = whole
            bytes.write(number, at: starts[index] + 8)
            // A wrong checksum, another count, a wrong offset of the unused room, no header.
            for (offset, length) in [(4096 + 124, 4), (4096 + 16, 1), (4096 + 48, 2), (4096, 512)] {
                var damaged = bytes
                for position in offset..<offset + length { damaged[position] ^= 0x55 }
                let imported = try Self.imported(damaged)
                #expect(imported.users == Self.users(0..<6), "\(number), damage at \(offset)")
                #expect(imported.tellsDamageAlone)
            }
        }
    }

    @Test("room that was never used is no damage, and a chunk that is missing is")
    func zeros() throws {
        let log = EventLogBuilder(chunks: [(0..<2).map(Self.record), (2..<4).map(Self.record)]).bytes
        let unused = try Self.imported(log + [UInt8](repeating: 0, count: 3 * 65_536 + 99))
        #expect(unused.users == Self.users(0..<4) && unused.summary.isComplete)
        var missing = log
        missing.replaceSubrange(4096..<4096 + 65_536, with: [UInt8](repeating: 0, count: 65_536))
        let left = try Self.imported(missing)
        #expect(left.users == Self.users(2..<4) && left.tellsDamageAlone)
    }

    @Test(
        "a checksum that is wrong is told, and not believed",
        arguments: [
            (124, ["a wrong checksum of the header of the file"]),
            (4096 + 124, ["a wrong checksum of the header (chunk 1)"]),
            (4096 + 52, ["a wrong checksum of the header (chunk 1)", "a wrong checksum of the records (chunk 1)"]),
        ])
    func checksums(offset: Int, causes: [String]) throws {
        var bytes = Self.log(of: 4).bytes
        bytes[offset] ^= 1
        let imported = try Self.imported(bytes)
        #expect(imported.users == Self.users(0..<4))
        #expect(imported.complaints == [Imported.damage + causes.joined(separator: "; ") + "."])
    }

    @Test("of many chunks with the same damage the first are named, and all are counted")
    func manyChunks() throws {
        var bytes = EventLogBuilder(chunks: (0..<9).map { [Self.record($0)] }).bytes
        for chunk in [1, 2, 4, 5, 8] { bytes[4096 + 65_536 * chunk + 512 + 24] ^= 1 }
        bytes.removeLast(65_536)
        let imported = try Self.imported(bytes)
        #expect(
            imported.complaints.last
                == Imported.damage(
                    "a wrong checksum of the records (chunks 2, 3, 5 and 1 more)", "the file ends after chunk 8 of 9"))
    }

    @Test("a chunk without its header, with a wrong one, or with one that counts too little or too much")
    func chunkHeaders() throws {
        let whole = Self.log(of: 6).bytes
        var destroyed = whole
        destroyed.replaceSubrange(4096..<4096 + 512, with: [UInt8](repeating: 0x55, count: 512))
        var counts: [[UInt8]] = []
        for free: UInt32 in [0, 512, 700, 65_535, 65_536, .max] {
            var bytes = whole
            bytes.write(free, at: 4096 + 48)
            counts.append(bytes)
            // The header agrees with itself.
            bytes.write(checksum(bytes[4096..<4216] + bytes[4224..<4608]), at: 4096 + 124)
            counts.append(bytes)
        }
        for bytes in [destroyed] + counts {
            let imported = try Self.imported(bytes)
            #expect(imported.users == Self.users(0..<6) && imported.tellsDamageAlone)
        }
    }

    @Test("a record that is broken costs no other one", arguments: 1..<5)
    func brokenRecord(index: Int) throws {
        let (whole, starts) = Self.log(of: 6)
        let others = Self.users((0..<6).filter { $0 != index })
        // Its signature, its length, the length behind it, the beginning of its event.
        for offset in [starts[index], starts[index] + 4, starts[index + 1] - 4, starts[index] + 24] {
            var bytes = whole
            bytes[offset] ^= 0x55
            let imported = try Self.imported(bytes)
            #expect(imported.users.filter { others.contains($0) } == others, "offset \(offset)")
            #expect(imported.summary.malformed > 0)
        }
    }

    @Test("a record of which only the length is wrong is read itself")
    func brokenLength() throws {
        let (whole, starts) = Self.log(of: 4)
        for length: UInt32 in [0, 24, 65_000, .max] {
            var bytes = whole
            bytes.write(length, at: starts[2] + 4)
            let imported = try Self.imported(bytes)
            #expect(imported.users == Self.users(0..<4) && imported.tellsDamageAlone)
        }
    }

    @Test("records within another one, whose length was changed before and behind, are found")
    func swallowed() throws {
        var (bytes, starts) = Self.log(of: 6)
        let length = UInt32(starts[4] - starts[1])
        bytes.write(length, at: starts[1] + 4)
        bytes.write(length, at: starts[4] - 4)
        let imported = try Self.imported(bytes)
        #expect(imported.users == Self.users(0..<6) && imported.tellsDamageAlone)
    }

    @Test("what was there before is found on request only")
    func remains() throws {
        var earlier = ChunkBuilder(firstNumber: 1)
        for number in 100..<106 { earlier.append(Self.record(number)) }
        var chunk = ChunkBuilder(firstNumber: 7)
        for number in 0..<3 { chunk.append(Self.record(number)) }
        let written = chunk.bytes.count
        #expect(written > earlier.starts[2] && written < earlier.starts[3])
        let bytes =
            EventLogBuilder((0..<3).map(Self.record)).bytes.prefix(4096)
            + chunk.finished(remains: Array(earlier.bytes[written...]))
        let imported = try Self.imported(Array(bytes))
        #expect(imported.users == Self.users(0..<3) && imported.summary.isComplete)
        // A header that counts all room as used is contradicted by the number of records.
        var full = Array(bytes)
        full.write(UInt32(65_536), at: 4096 + 48)
        full.write(checksum(full[4096..<4216] + full[4224..<4608]), at: 4096 + 124)
        let counted = try Self.imported(full)
        #expect(counted.users == Self.users(0..<3) && counted.tellsDamageAlone)
        let carved = try Self.imported(Array(bytes), carving: true)
        #expect(carved.users == Self.users([0, 1, 2, 103, 104, 105]) && carved.summary.isComplete)
        #expect(carved.summary.remarks.carved == 3 && carved.summary.remarks.spoiledRemains == 0)
    }

    @Test("what is left of earlier records and not understood is counted by itself")
    func spoiledRemains() throws {
        var chunk = ChunkBuilder(firstNumber: 1)
        for record in [Self.record(0), EventRecord(SampleEvent(), data: .null), Self.record(2)] { chunk.append(record) }
        let log = EventLogBuilder(chunks: [[]]).bytes.prefix(4096) + chunk.finished(counted: 1)
        // Numbers that do not go on tell that the records are left from earlier times.
        var bytes = Array(log)
        for (index, number) in [(1, 50), (2, 51)] { bytes.write(UInt64(number), at: 4096 + chunk.starts[index] + 8) }
        let imported = try Self.imported(bytes, carving: true)
        #expect(imported.users == Self.users([0, 2]) && imported.summary.malformed == 0)
        #expect(imported.summary.isComplete && imported.summary.recordsRead == 3)
        #expect(imported.summary.remarks.carved == 2 && imported.summary.remarks.spoiledRemains == 1)
    }

    /// A log whose first record has bytes replaced.
    private static func log(_ record: EventRecord, replacing old: [UInt8], by new: [UInt8]) throws -> [UInt8] {
        var bytes = EventLogBuilder([record]).bytes
        let place = try #require(bytes.firstRange(of: old))
        bytes.replaceSubrange(place, with: new)
        return bytes
    }

    /// Text as binary XML has it, behind its token.
    private static func token(_ text: String) -> [UInt8] {
        [0x05, 1] + UInt16(text.utf16.count).littleEndianBytes + text.utf16.flatMap(\.littleEndianBytes)
    }

    @Test("damage where nothing is decided costs no record")
    func undecidedDamage() throws {
        let forwarded = EventRecord(forwarded: SampleEvent(user: "u0"))
        let message = Self.token("A network share object was accessed."), port = Self.token("50123")
        let brokenMessage = try Self.log(forwarded, replacing: message, by: [0x3F] + message.dropFirst())
        // The length of the last value.
        let brokenMask = try Self.log(Self.record(0), replacing: [4, 0, 0x14, 0], by: [4, 0x40, 0x14, 0])
        for bytes in [brokenMessage, brokenMask] {
            let imported = try Self.imported(bytes)
            #expect(imported.users == ["u0"])
            #expect(imported.complaints == [Imported.damage("a wrong checksum of the records (chunk 1)")])
        }
        // What follows the port is lost, the share with it.
        let imported = try Self.imported(Self.log(forwarded, replacing: port, by: [0x3F] + port.dropFirst()))
        #expect(imported.users.isEmpty)
        #expect(imported.complaints.first == "the record is damaged: its event is no binary XML.")
    }

    @Test("chunks that lie elsewhere than they should", arguments: [1, 512, 40_000, 70_000])
    func displaced(by count: Int) throws {
        var log = EventLogBuilder(
            chunks: [(0..<2).map(Self.record), (2..<4).map(Self.record), (4..<6).map(Self.record)]
        ).bytes
        log.insert(contentsOf: [UInt8](repeating: 0x45, count: count), at: 4096 + 65_536)
        let imported = try Self.imported(log)
        #expect(imported.users == Self.users(0..<6) && imported.tellsDamageAlone)
    }

    @Test("a log cut anywhere keeps what came before, and says that something is missing")
    func cut() throws {
        let records = (0..<6).map(Self.record)
        let whole = EventLogBuilder(chunks: [Array(records[..<3]), Array(records[3...])]).bytes
        for length in stride(from: 9, to: whole.count, by: 1777) {
            let imported = try Self.imported(Array(whole.prefix(length)))
            #expect(imported.users == Array(Self.users(0..<6).prefix(imported.events.count)))
            #expect(imported.complaints.last?.hasPrefix(Imported.damage) ?? false, "cut after \(length) bytes")
        }
    }

    @Test("a log in an archive needs no room elsewhere")
    func archive() throws {
        let folder = Folder()
        try folder.write(Self.log(of: 40).bytes, to: "log.evtx")
        try folder.compress("log.evtx")
        var importer = LogImporter(readers: .text.adding(EVTXReader()))
        importer.limits.temporaryFileBytes = 1000
        #expect(try importer.log(of: [folder["log.evtx.gz"]]).log.count == 40)
    }
}
