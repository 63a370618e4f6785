import Concurrency
import Foundation
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
    @Test("take each index exactly once", arguments: 1...4, [(0, 3), (1, 3), (3, 3), (10, 3), (100, 7), (5, 1000)])
    func cover(workers: Int, work: (total: Int, size: Int)) {
        let visits = Mutex([Int](repeating: 0, count: work.total))
        Workers(workers).forEachChunk(of: work.total, size: work.size) { chunk in
            #expect((1...work.size).contains(chunk.count))
            visits.withLock { visits in
                for index in chunk { visits[index] += 1 }
            }
        }
        #expect(visits.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test("succeed if all their work does", arguments: 1...4)
    func success(workers: Int) {
        #expect(Workers(workers).allSucceed(of: 100, size: 3) { _ in true })
        #expect(Workers(workers).allSucceed(of: 0, size: 3) { _ in false })
    }

    @Test("fail if a piece of work fails, and soon stop", arguments: 1...4)
    func failure(workers: Int) {
        let calls = Atomic<Int>(0)
        let succeeded = Workers(workers).allSucceed(of: 100_000, size: 1) { chunk in
            calls.wrappingAdd(1, ordering: .relaxed)
            return chunk.lowerBound != 5
        }
        #expect(!succeeded)
        #expect(calls.load(ordering: .relaxed) < 100_000)
        if workers == 1 { #expect(calls.load(ordering: .relaxed) == 6) }
    }

    @Test("leave out what is left once cancelled, which is no success", arguments: 1...4)
    func cancelled(workers: Int) {
        let calls = Atomic<Int>(0)
        let isCancelled: @Sendable () -> Bool = { calls.load(ordering: .relaxed) >= 5 }
        Workers(workers).forEachChunk(of: 1_000, size: 3, unless: isCancelled) { _ in
            calls.wrappingAdd(1, ordering: .relaxed)
        }
        // Each worker may be at one more.
        #expect(5..<5 + workers ~= calls.load(ordering: .relaxed))
        #expect(!Workers(workers).allSucceed(of: 1_000, size: 3, unless: isCancelled) { _ in true })
        #expect(Workers(workers).allSucceed(of: 1_000, size: 3, unless: { false }) { _ in true })
    }

    @Test("are at least one")
    func atLeastOne() {
        #expect(Workers(0).count == 1)
        #expect(Workers(-3) == .one)
    }

    @Test("give their results by number", arguments: 1...4)
    func results(workers: Int) throws {
        #expect(try Workers(workers).map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
        #expect(try Workers(workers).map(0) { $0 } == [])
        #expect(throws: CancellationError.self) { try Workers(workers).map(10, unless: { true }) { $0 } }
        var elements = Array(0..<100)
        let before = try Workers(workers).map(over: &elements) { element in
            defer { element += 1 }
            return element
        }
        #expect(before == Array(0..<100) && elements == Array(1...100))
    }

    @Test("fail with the failure of the lowest number, whichever is first", arguments: 1...4)
    func firstFailure(workers: Int) {
        struct Failure: Error, Equatable { var number: Int }
        #expect(throws: Failure(number: 3)) {
            try Workers(workers).map(50) { number in
                if number == 3 { usleep(5000) }
                if number >= 3 { throw Failure(number: number) }
            }
        }
    }
}
