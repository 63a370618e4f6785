import Synchronization

extension Workers {
    /// Computes numbered results on all workers.
    ///
    /// - Parameters:
    ///   - total: how many results there are, from number zero on.
    ///   - isCancelled: asked before each.
    /// - Returns: the results by number; the number of workers changes nothing.
    /// - Throws: `CancellationError` once cancelled.
    public func map<Result: Sendable>(
        _ total: Int, unless isCancelled: @Sendable () -> Bool = { false }, _ compute: @Sendable (Int) -> Result
    ) throws(CancellationError) -> [Result] {
        var results = [Result?](repeating: nil, count: max(0, total))
        results.withUnsafeMutableBufferPointer { buffer in
            // Each number has its own element.
            nonisolated(unsafe) let results = buffer
            forEachChunk(of: results.count, size: 1, unless: isCancelled) { chunk in
                for number in chunk { results[number] = compute(number) }
            }
        }
        let computed = results.compactMap { $0 }
        guard !isCancelled(), computed.count == results.count else { throw CancellationError() }
        return computed
    }

    /// As ``map(_:unless:_:)-(_,_,(Int)->Result)``, of a function that may fail.
    ///
    /// - Throws: the error of the lowest number that fails, whichever worker is faster; `CancellationError` once
    ///   cancelled, where nothing failed.
    public func map<Result: Sendable>(
        _ total: Int, unless isCancelled: @Sendable () -> Bool = { false },
        _ compute: @Sendable (Int) throws -> Result
    ) throws -> [Result] {
        let failure = FirstFailure()
        var results: [Result?] = []
        do {
            results = try map(total, unless: isCancelled) { number -> Result? in
                failure.catching(number) { try compute(number) }
            }
        } catch {
            try failure.check()
            throw error
        }
        try failure.check()
        return results.compactMap { $0 }
    }

    /// Works on each element of an array on all workers.
    ///
    /// - Returns: what the work on each gave, by index.
    /// - Throws: the error of the lowest index that fails, whichever worker is faster; `CancellationError` once
    ///   cancelled, where nothing failed. Of the elements behind that index some are not worked on.
    public func map<Element, Result: Sendable>(
        over elements: inout [Element], unless isCancelled: @Sendable () -> Bool = { false },
        _ work: @Sendable (inout Element) throws -> Result
    ) throws -> [Result] {
        try elements.withUnsafeMutableBufferPointer { buffer in
            // Each number has its own element.
            nonisolated(unsafe) let elements = buffer
            return try map(elements.count, unless: isCancelled) { try work(&elements[$0]) }
        }
    }
}

/// The failure of the lowest number among pieces of work that are done at once.
private final class FirstFailure: Sendable {
    private let first = Mutex<(number: Int, error: any Error)?>(nil)

    /// The result; nil where it fails, or where one with a lower number has failed.
    func catching<Result>(_ number: Int, _ body: () throws -> Result) -> Result? {
        if first.withLock({ $0.map { $0.number < number } ?? false }) { return nil }
        do {
            return try body()
        } catch {
            first.withLock { if $0.map({ number < $0.number }) ?? true { $0 = (number, error) } }
            return nil
        }
    }

    func check() throws {
        if let error = first.withLock({ $0?.error }) { throw error }
    }
}
