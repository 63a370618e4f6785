import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Ctrl-C or SIGTERM as a request: work stops at the next safe point. Where none comes within a moment, and at a second
/// signal, the program ends as it is.
///
/// Ending at any moment loses nothing but the work since the last safe point: files and folders appear whole or not at
/// all, a study stores each trial in one transaction, and programs that were started end with the one that started
/// them.
final class Interruption: Sendable {
    private final class Request: Sendable {
        let isMade = Atomic<Bool>(false)
        /// What is said at the end; nil before the work and when it is over.
        let message = Mutex<String?>(nil)
        /// What must not stay behind where the program ends before it has removed it itself.
        let scratch = Mutex<URL?>(nil)

        func end() {
            message.withLock { message in
                guard let message else { return }
                Terminal.say(message, patience: 100)
                if let folder = scratch.withLock({ $0 }) { Self.remove(folder) }
                // Not exit: handlers and destructors would run beside threads that are still at work.
                _exit(Interruption.exitCode)
            }
        }

        /// Removes a folder in which other threads may still write.
        private static func remove(_ folder: URL) {
            for _ in 0..<3 where FileManager.default.fileExists(atPath: folder.path) {
                // A file that came in the meantime is met in the next turn.
                try? FileManager.default.removeItem(at: folder)
            }
        }
    }

    static let exitCode: Int32 = 130

    /// How long work may take to come to a safe point.
    private static let patience: DispatchTimeInterval = .milliseconds(700)

    private let request: Request
    /// A source receives signals as long as it is held; it is not used otherwise.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Begins to handle SIGINT and SIGTERM.
    init() {
        let request = Request()
        self.request = request
        // A queue of its own has a thread even while all others work.
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard !request.isMade.exchange(true, ordering: .relaxed) else { return request.end() }
                queue.asyncAfter(deadline: .now() + Self.patience) { request.end() }
                Terminal.say("stopping", patience: 100)
            }
            source.resume()
            return source
        }
    }

    var isRequested: Bool { request.isMade.load(ordering: .relaxed) }

    /// Changes what is said where the program ends from now on.
    func end(with message: String) {
        request.message.withLock { $0 = message }
    }

    /// Removes a folder too where the program ends as it is.
    func removing(_ folder: URL) {
        request.scratch.withLock { $0 = folder }
    }

    /// Runs long work, and turns its cancellation into exit code 130 with a message.
    func ending(with message: String, _ body: () throws -> Void) throws {
        request.message.withLock { $0 = message }
        defer { request.message.withLock { $0 = nil } }
        do {
            try body()
        } catch is CancellationError {
            let message = request.message.withLock { message in
                defer { message = nil }
                return message
            }
            if let message { Terminal.say(message, patience: 100) }
            throw ExitCode(Self.exitCode)
        }
    }
}
