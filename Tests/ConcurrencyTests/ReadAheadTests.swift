import Concurrency
import Foundation
import Synchronization
import Testing

@Suite("What is read ahead", .timeLimit(.minutes(1)))
struct ReadAheadTests {
    private struct Failure: Error {}

    @Test("comes in its order, then the error that ended it")
    func order() throws {
        let numbers = ReadAhead<Int>(limit: 3) { give in
            for number in 0..<1000 { try give(number) }
            throw Failure()
        }
        for number in 0..<1000 { #expect(try numbers.next() == number) }
        #expect(throws: Failure.self) { try numbers.next() }
    }

    @Test("is never more than the limit, and one more that waits")
    func limit() throws {
        let made = Mutex(0)
        let numbers = ReadAhead<Int>(limit: 4) { give in
            for number in 0..<100 {
                made.withLock { $0 += 1 }
                try give(number)
            }
        }
        for taken in 1...100 {
            _ = try numbers.next()
            usleep(200)
            #expect(made.withLock { $0 } <= taken + 5)
        }
        #expect(try numbers.next() == nil)
    }

    @Test("ends, and its thread with it, when no more is wanted")
    func end() throws {
        let hasLeft = Mutex(false)
        let numbers = ReadAhead<Int>(limit: 2) { give in
            defer { hasLeft.withLock { $0 = true } }
            while true { try give(1) }
        }
        #expect(try numbers.next() == 1)
        numbers.end()
        #expect(hasLeft.withLock { $0 })
        #expect(try numbers.next() == nil)
    }
}
