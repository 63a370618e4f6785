import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Ctrl-C as a request: work stops at the next safe place; a second Ctrl-C ends the program at once.
final class Interruption: Sendable {
    private final class Request: Sendable {
        let isMade = Atomic<Bool>(false)
    }

    private let request: Request
    /// A source listens as long as it is held; nothing else is done with it.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Begins to listen to SIGINT and SIGTERM.
    init() {
        let request = Request()
        self.request = request
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if request.isMade.exchange(true, ordering: .relaxed) { exit(130) }
                Terminal.say("\nstopping; press Ctrl-C again to stop at once")
            }
            source.resume()
            return source
        }
    }

    var isRequested: Bool { request.isMade.load(ordering: .relaxed) }

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
