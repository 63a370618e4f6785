import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Ctrl-C as a request: work stops at the next safe place; a second Ctrl-C ends the program at once.
final class Interruption: Sendable {
    private let requested = Atomic<Bool>(false)
    // A source listens as long as it is held.
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    /// Begins to listen to SIGINT and SIGTERM.
    init() {
        for signal in [SIGINT, SIGTERM] {
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { [self] in
                if requested.exchange(true, ordering: .relaxed) { exit(130) }
                Terminal.say("\nstopping; press Ctrl-C again to stop at once")
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }

    var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Runs long work, and turns its cancellation into exit code 130 with a message.
    func ending(with message: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch is CancellationError {
            Terminal.say(message)
            throw ExitCode(130)
        }
    }
}
