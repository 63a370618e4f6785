@testable import AccessLogs
import EVTXReader
import Files
import LogImport
import Testing

@Suite("Event logs that somebody made to do harm", .timeLimit(.minutes(1)))
struct HostileLogTests {
    /// A log whose only chunk holds these records, each with what follows its header.
    private static func log(_ contents: [[UInt8]]) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 512)
        for (index, content) in contents.enumerated() {
            let length = UInt32(content.count + 28)
            chunk += [0x2A, 0x2A, 0, 0] + length.littleEndianBytes + UInt64(index + 1).littleEndianBytes
            chunk += [UInt8](repeating: 0, count: 8) + content + length.littleEndianBytes
        }
        let free = chunk.count
        chunk += [UInt8](repeating: 0, count: max(0, 65_536 - free))
        chunk.replaceSubrange(0..<8, with: Array("ElfChnk\0".utf8))
        chunk.write(UInt64(1), at: 8)
        chunk.write(UInt64(contents.count), at: 16)
        chunk.write(UInt32(free), at: 48)
        chunk.write(checksum(chunk[512..<min(free, 65_536)]), at: 52)
        chunk.write(checksum(chunk[0..<120] + chunk[128..<512]), at: 124)
        return Array(EventLogBuilder(chunks: [[]]).bytes.prefix(4096) + chunk.prefix(65_536))
    }

    /// Where what follows a record's header begins in the chunk, of the first record.
    private static let start = 512 + 24

    private static func instance(of template: Int, values: [UInt8] = [0, 0, 0, 0]) -> [UInt8] {
        [0x0F, 1, 1, 0, 0x0C, 1, 0, 0, 0, 0] + UInt32(template).littleEndianBytes + values
    }

    @Test("elements that stand in one another without end")
    func depth() throws {
        var xml = BinaryXML.element("a")
        for _ in 0..<400 { xml = .element("a", [], [xml]) }
        let imported = try Imported(
            EventLogBuilder([EventRecord(content: .element(xml, hasDependencies: true)), EventRecord()]))
        #expect(imported.complaints == ["the record's elements are nested too deeply."])
        #expect(imported.events.count == 1)
    }

    @Test("values that hold values that hold values")
    func depthOfValues() throws {
        let template: BinaryXML = .element("Event", [], [.value(0, type: 0x21)])
        var value = EventValueBuilder.null
        for _ in 0..<40 { value = .fragment(.template(template, number: 5, [value])) }
        let imported = try Imported(
            EventLogBuilder([EventRecord(content: .template(template, number: 5, [value])), EventRecord()]))
        #expect(imported.summary.recordsRead == 2 && imported.events.count == 1 && imported.summary.malformed == 1)
    }

    @Test("a value that many parts of its event refer to, level by level")
    func repeatedValues() throws {
        // Each level repeats the next one a thousand times.
        let template: BinaryXML = .element(
            "Event", [], (0..<1000).map { _ in .value(0, type: 0x21) })
        let inner: BinaryXML = .element("b", [], [.value(0, type: 0x21)])
        var value = EventValueBuilder.null
        for _ in 0..<7 { value = .fragment(.template(inner, number: 6, [value])) }
        value = .fragment(.template(template, number: 5, [value]))
        let imported = try Imported(
            EventLogBuilder([EventRecord(content: .template(template, number: 5, [value])), EventRecord()]))
        #expect(imported.events.count == 1 && imported.summary.malformed == 1)
    }

    @Test("a text that is repeated until it is longer than any record")
    func repeatedText() throws {
        let template: BinaryXML = .element(
            "Event", [],
            [.element("System", [], [.element("EventID", [], (0..<1000).map { _ in .value(0, type: 1) })])])
        let text = EventValueBuilder.text(String(repeating: "漢", count: 10_000))
        let imported = try Imported(
            EventLogBuilder([EventRecord(content: .template(template, number: 5, [text])), EventRecord()]))
        #expect(imported.complaints == ["the record's texts are too long."] && imported.events.count == 1)
    }

    @Test("many small records that all have the same costly template")
    func costlyTemplate() throws {
        // Thousands of texts without a character, each of which has to be looked through.
        let template: BinaryXML = .element(
            "Event", [],
            [.element("System", [], [.element("EventID", [], (0..<4000).map { _ in .value(0, type: 1) })])])
        let record = EventRecord(
            content: .template(template, number: 5, [.units([UInt16](repeating: 0, count: 100))]))
        let log = EventLogBuilder([EventRecord()] + Array(repeating: record, count: 120))
        let imported = try Imported(log)
        #expect(imported.summary.recordsRead == 121 && imported.events.count == 1)
        #expect(try Imported.faults(of: log).contains("the events of the chunk have too many parts."))
    }

    @Test("templates that are not there, or that are the record itself")
    func templates() throws {
        let offsets = [
            0, 511, Self.start, Self.start + 4, Self.start + 14, 65_512, 65_535, 65_536, 0x7FFF_FFFF, 0xFFFF_FFFF,
        ]
        for offset in offsets {
            let imported = try Imported(Self.log([Self.instance(of: offset), Self.instance(of: offset)]))
            #expect(imported.summary.malformed >= 2 && imported.events.isEmpty, "template at \(offset)")
        }
    }

    @Test("numbers of values and lengths that no record has room for")
    func lengths() throws {
        for count: UInt32 in [1, 100, 16_384, 65_535, 0x4000_0000, .max] {
            let inline = Self.start + 14
            let definition =
                [UInt8](repeating: 0, count: 20) + UInt32(6).littleEndianBytes + [0x0F, 1, 1, 0, 0x01, 0xFF]
            let instance = Self.instance(of: inline, values: definition + count.littleEndianBytes)
            #expect(try Imported(Self.log([instance])).summary.malformed >= 1)
            let length = Self.instance(
                of: inline, values: [UInt8](repeating: 0, count: 20) + count.littleEndianBytes + [0, 0, 0, 0])
            #expect(try Imported(Self.log([length])).summary.malformed >= 1)
        }
        for token: UInt8 in [0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0D, 0x41, 0xFF] {
            for tail in 0..<12 {
                let content = [0x0F, 1, 1, 0, token, 1] + [UInt8](repeating: 0xFF, count: tail)
                let imported = try Imported(Self.log([content]))
                #expect(imported.summary.recordsRead >= 1 && imported.summary.malformed >= 1)
            }
        }
    }

    @Test("templates that overlap: as many as there are bytes")
    func overlappingTemplates() throws {
        // Each record has a template of its own, four bytes behind the one of the record before, and all of them say
        // that they reach to the end of the chunk.
        let filler = [UInt8](repeating: 0x05, count: 20_000)
        let records = (0..<1000).map { Self.instance(of: 45_000 + 4 * $0) }
        let imported = try Imported(Self.log(records + [filler]))
        #expect(imported.summary.recordsRead == 1001 && imported.events.isEmpty)
    }

    @Test("mutations of a log are read without a crash, the same in whole and in parts", arguments: 0..<32)
    func mutations(seed: UInt64) throws {
        let records = (0..<12).map { index in
            let event = SampleEvent(id: index % 3 == 2 ? 4663 : 5145, number: UInt64(index), user: "u\(index)")
            return index % 4 == 3 ? EventRecord(forwarded: event) : EventRecord(event)
        }
        let whole = EventLogBuilder(chunks: [Array(records[..<8]), Array(records[8...])]).bytes
        var mutation = Mutation(of: whole, seed: seed)
        for _ in 0..<10 {
            let bytes = mutation.next()
            let one = try Imported(bytes) { $0.options.carvesRemains = seed.isMultiple(of: 2) }
            let several = try Imported(bytes, workers: 3) {
                $0.options.carvesRemains = seed.isMultiple(of: 2)
                $0.limits.partBytes = 65_536
            }
            #expect(one.events == several.events && one.summary == several.summary)
            #expect(one.summary.recordsRead < 100)
        }
    }
}
