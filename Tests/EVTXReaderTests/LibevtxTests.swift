import EVTXReader
import Foundation
import LogImport
import Testing

@Suite("Against libevtx")
struct LibevtxTests {
    private static let madeLog = EventLogBuilder(chunks: [records(from: 0), records(from: 100), records(from: 200)])
        .bytes

    private static func records(from first: Int) -> [EventRecord] {
        (0..<20).map { index in
            let isCheck = index % 2 == 1
            var event = SampleEvent(number: UInt64(first + index), user: "u\(index % 7)")
            event.id = index % 5 == 4 ? 4663 : isCheck ? 5145 : 5140
            event.target = isCheck ? "a\(index).txt" : ""
            return EventRecord(event)
        }
    }

    private static func captures() throws -> [(name: String, bytes: [UInt8])] {
        let folder = SharedData.path("windows/evtx")
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            ($0, [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))))
        }
    }

    @Test("the events of a made log are equal")
    func made() throws {
        let own = try Imported(Self.madeLog), other = try Imported(Self.madeLog, by: LibevtxReader())
        #expect(own.events.count == 48 && own.events == other.events)
        #expect(own.summary.recordsRead == 60 && other.summary.recordsRead == 60)
        #expect(other.summary.isComplete)
    }

    @Test(
        "every record of real logs is equal", .enabled(if: SharedData.isPresent, "the folder shared/data is not there"))
    func captured() throws {
        for (name, bytes) in try Self.captures() {
            let own = try Imported(bytes), other = try Imported(bytes, by: LibevtxReader())
            #expect(own.events == other.events, "\(name)")
            #expect(own.accesses == other.accesses, "\(name)")
            #expect(own.summary.recordsRead == other.summary.recordsRead, "\(name)")
            #expect(own.summary.malformed == other.summary.malformed, "\(name)")
        }
    }

    @Test("of a damaged log no fewer events are read", arguments: 0..<16)
    func damaged(seed: UInt64) throws {
        try compare(8, damages: Self.madeLog, seed: seed)
    }

    @Test(
        "of a damaged real log no fewer events are read",
        .enabled(if: SharedData.isPresent, "the folder shared/data is not there"), arguments: 0..<4)
    func damagedCaptures(seed: UInt64) throws {
        for (_, bytes) in try Self.captures() where bytes.count < 100_000 { try compare(3, damages: bytes, seed: seed) }
    }

    /// Compares how many events of a log both readers find in what damages leave of it.
    private func compare(_ count: Int, damages whole: [UInt8], seed: UInt64) throws {
        var known: [ShareEvent: Int] = [:]
        for event in try Imported(whole).events { known[event, default: 0] += 1 }
        var mutation = Mutation(of: whole, seed: seed)
        for index in 0..<count {
            let damaged = mutation.next()
            let own = Self.count(try Imported(damaged).events, in: known)
            let other = Self.count(try Imported(damaged, by: LibevtxReader()).events, in: known)
            #expect(own >= other, "damage \(index) of seed \(seed)")
        }
    }

    /// How many events are among the known ones.
    private static func count(_ events: [ShareEvent], in known: [ShareEvent: Int]) -> Int {
        var left = known
        return events.count { event in
            guard let count = left[event], count > 0 else { return false }
            left[event] = count - 1
            return true
        }
    }
}
