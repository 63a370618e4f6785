import Concurrency
import Foundation
import Synchronization
import Testing

@Suite("Work in order")
struct OrderedPipelineTests {
    private struct Failure: Error, Equatable {
        var chunk: Int
    }

    @Test("is merged in order, whichever worker is faster", arguments: [1, 2, 5])
    func order(workers: Int) throws {
        var chunks = Array(0..<100)[...]
        var merged: [[Int]] = []
        let pipeline = OrderedPipeline<Int, Int>(reach: 4) {
            chunks.popFirst()
        } merge: {
            merged.append([$1, $0])
        }
        try pipeline.run(Workers(workers)) { _, give in
            { chunk in
                if chunk % 7 == 0 { usleep(2000) }
                for piece in 0..<chunk % 13 { try give(piece) }
            }
        }
        #expect(merged == (0..<100).flatMap { chunk in (0..<chunk % 13).map { [chunk, $0] } })
    }

    @Test("waits for the merging where that is slower")
    func slowMerge() throws {
        var chunks = Array(0..<2)[...]
        let waiting = Mutex(0), most = Mutex(0)
        let pipeline = OrderedPipeline<Int, Int>(reach: 4) {
            chunks.popFirst()
        } merge: { _, _ in
            usleep(200)
            waiting.withLock { $0 -= 1 }
        }
        try pipeline.run(Workers(2)) { _, give in
            { chunk in
                for piece in 0..<500 {
                    let count = waiting.withLock {
                        $0 += 1
                        return $0
                    }
                    most.withLock { $0 = max($0, count) }
                    try give(piece)
                }
            }
        }
        #expect(waiting.withLock { $0 } == 0)
        // Of each of two chunks the pieces that wait and those that are being merged.
        #expect(most.withLock { $0 } <= 4 * 33)
    }

    @Test("gives no further piece once one could not be merged: the next may be long in coming")
    func failedMerge() {
        var chunks = Array(0..<1)[...]
        let given = Mutex(0)
        let pipeline = OrderedPipeline<Int, Int>(reach: 4) {
            chunks.popFirst()
        } merge: { piece, chunk in
            if piece == 2 { throw Failure(chunk: chunk) }
        }
        #expect(throws: Failure(chunk: 0)) {
            try pipeline.run(.one) { _, give in
                { _ in
                    for piece in 0..<10 {
                        given.withLock { $0 += 1 }
                        try give(piece)
                    }
                }
            }
        }
        #expect(given.withLock { $0 } == 3)
    }

    @Test("ends with the first error in order, after all that came before it", arguments: [1, 2, 5])
    func failure(workers: Int) throws {
        var chunks = Array(0..<100)[...]
        var merged: [Int] = []
        let pipeline = OrderedPipeline<Int, Int>(reach: 8) {
            chunks.popFirst()
        } merge: { piece, _ in
            merged.append(piece)
        }
        #expect(throws: Failure(chunk: 40)) {
            try pipeline.run(Workers(workers)) { _, give in
                { chunk in
                    if chunk == 40 { usleep(5000) }
                    try give(chunk)
                    if chunk >= 40 { throw Failure(chunk: chunk) }
                }
            }
        }
        #expect(merged == Array(0...40))
    }
}
