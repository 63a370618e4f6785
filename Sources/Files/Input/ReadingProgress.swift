import Foundation

/// How far an import has come.
public struct ReadingProgress: Hashable, Sendable {
    /// The file that is being read.
    public var file: String
    /// The bytes read of all files, as they lie on the disk.
    public var bytesRead: Int64
    /// The size of all files in bytes; nil where standard input or a pipe is among them.
    public var bytesTotal: Int64?
}

/// Tells a callback how far an import has come, at most ten times a second, and lets it end the import.
///
/// Any thread may use it; the callback is called by one at a time.
package final class ProgressMeter: @unchecked Sendable {
    private let lock = NSLock()
    private var progress: ReadingProgress
    private let report: ((ReadingProgress) -> Bool)?
    private let clock = ContinuousClock()
    private var nextReport: ContinuousClock.Instant
    private var hasEnded = false

    package init(bytesTotal: Int64?, report: ((ReadingProgress) -> Bool)?) {
        progress = ReadingProgress(file: "", bytesRead: 0, bytesTotal: bytesTotal)
        self.report = report
        nextReport = clock.now
    }

    /// A meter that nobody looks at.
    package static var silent: ProgressMeter { ProgressMeter(bytesTotal: nil, report: nil) }

    package func begin(file: String) {
        lock.withLock { progress.file = file }
    }

    /// Counts bytes that have been read. With zero bytes it only checks whether the import is to end.
    ///
    /// - Throws: `CancellationError` where the callback ends the import, or has ended it.
    package func advance(_ bytes: Int = 0) throws {
        guard let report else { return }
        try lock.withLock {
            progress.bytesRead += Int64(bytes)
            if hasEnded { throw CancellationError() }
            guard clock.now >= nextReport else { return }
            nextReport = clock.now + .milliseconds(100)
            hasEnded = !report(progress)
            if hasEnded { throw CancellationError() }
        }
    }
}

/// Checks now and then whether the import is to end.
package struct ProgressTicker {
    package let meter: ProgressMeter
    private var ticks = 0

    package init(_ meter: ProgressMeter) {
        self.meter = meter
    }

    /// Counts a record.
    package mutating func tick() throws {
        ticks &+= 1
        if ticks & 0xFF == 0 { try meter.advance() }
    }
}
