import Foundation
import Synchronization

/// Messages and progress on standard error.
enum Terminal {
    /// Whether a person is looking: progress is then drawn over and over on one line.
    static let isInteractive = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    static func say(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
    }
}

/// A line that shows how far a long task is: redrawn on a terminal, repeated every few seconds elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var text = ""
        var lastDrawn = ContinuousClock.now
        var hasDrawn = false
    }

    private let state = Mutex(State())
    /// How often a line is drawn.
    private let interval: Duration = Terminal.isInteractive ? .milliseconds(100) : .seconds(5)
    /// A task that ends sooner shows no progress.
    private let started = ContinuousClock.now

    /// Shows a text, unless the last one was shown a moment ago.
    func show(_ text: String) {
        state.withLock { state in
            state.text = text
            let now = ContinuousClock.now
            guard now - state.lastDrawn >= interval, now - started >= .seconds(1) else { return }
            state.lastDrawn = now
            state.hasDrawn = true
            draw(text)
        }
    }

    /// Removes the line from a terminal.
    func finish() {
        state.withLock { state in
            guard Terminal.isInteractive, state.hasDrawn else { return }
            FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        }
    }

    private func draw(_ text: String) {
        let line = Terminal.isInteractive ? "\r\u{1B}[K" + String(text.prefix(100)) : text + "\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}

/// How much of something is done, in words: `[#####-----] 50 %  3 of 6 trials`.
enum ProgressBar {
    static func text(_ share: Double, _ label: String) -> String {
        let width = 24
        let filled = Int((min(1, max(0, share)) * Double(width)).rounded())
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        return "[\(bar)] \(Int((share * 100).rounded())) %  \(label)"
    }
}
