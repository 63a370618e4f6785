import Files
import Foundation

/// Opens an event log on another thread: opening looks at every chunk of the file and cannot be ended, and an import
/// that is ended does not wait for it.
final class EVTXOpening: @unchecked Sendable {
    private let condition = NSCondition()
    private var result: Result<EVTXFile, any Error>?

    /// Opens an event log.
    ///
    /// - Parameter check: called ten times a second; what it throws ends the waiting.
    /// - Throws: as ``EVTXFile/init(path:limits:)``, and what `check` throws.
    static func open(_ path: String, limits: InputLimits, check: () throws -> Void) throws -> EVTXFile {
        let opening = EVTXOpening()
        Thread.detachNewThread {
            let result = Result { try EVTXFile(path: path, limits: limits) }
            opening.condition.withLock {
                opening.result = result
                opening.condition.signal()
            }
        }
        return try opening.wait(check)
    }

    private func wait(_ check: () throws -> Void) throws -> EVTXFile {
        while true {
            // Given away here: it is used by one thread at a time.
            let found = condition.withLock {
                if result == nil { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1)) }
                return result
            }
            if let found { return try found.get() }
            try check()
        }
    }
}
