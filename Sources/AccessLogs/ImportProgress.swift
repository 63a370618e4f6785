/// How far an import has come.
public struct ImportProgress: Hashable, Sendable {
    /// The file that is being read.
    public var file: String
    /// The bytes read of all files, as they lie on the disk.
    public var bytesRead: Int64
    /// The size of all files in bytes; nil where standard input or a pipe is among them.
    public var bytesTotal: Int64?
}

/// Tells a callback how far an import has come, at most ten times a second, and lets it end the import.
final class ProgressMeter {
    private var progress: ImportProgress
    private let report: ((ImportProgress) -> Bool)?
    private let clock = ContinuousClock()
    private var nextReport: ContinuousClock.Instant
    private var ticks = 0

    init(bytesTotal: Int64?, report: ((ImportProgress) -> Bool)?) {
        progress = ImportProgress(file: "", bytesRead: 0, bytesTotal: bytesTotal)
        self.report = report
        nextReport = clock.now
    }

    func begin(file: String) {
        progress.file = file
    }

    /// - Throws: `CancellationError` where the callback ends the import.
    func advance(_ bytes: Int) throws {
        progress.bytesRead += Int64(bytes)
        try reportIfDue()
    }

    /// Counts a record, so that logs of which no bytes are seen can be ended too.
    func tick() throws {
        ticks &+= 1
        if ticks & 0xFF == 0 { try reportIfDue() }
    }

    private func reportIfDue() throws {
        guard let report, clock.now >= nextReport else { return }
        nextReport = clock.now + .milliseconds(100)
        if !report(progress) { throw CancellationError() }
    }
}
