import Files
import Foundation
import Synchronization

/// Messages and progress on standard error.
enum Terminal {
    /// Whether a person is looking: progress is then drawn over and over on one line.
    static let isInteractive = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// What stands before a message on a terminal: a progress line or an echoed `^C` gives way to it.
    private static let lineStart = isInteractive ? clearLine : ""
    fileprivate static let clearLine = "\r\u{1B}[K"

    /// Writes a sentence on a line of its own. Whatever names it holds, it stays one line.
    ///
    /// - Parameter patience: how many milliseconds to wait for a reader; for ever where nil.
    static func say(_ sentence: String, patience: Int32? = nil) {
        draw(lineStart + VisibleText.line(sentence) + "\n", patience: patience)
    }

    /// Writes what another program said, or what holds such words: lines after the first are indented, so that none can
    /// pass for one of this program's own.
    static func sayParagraph(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { VisibleText.line(String($0)) }
        draw(lineStart + lines.joined(separator: "\n    ") + "\n")
    }

    /// Writes several lines.
    static func sayLines(_ text: String) {
        let text = VisibleText.lines(text)
        draw(lineStart + (text.hasSuffix("\n") ? text : text + "\n"))
    }

    /// Writes as it is. A message that cannot be written is lost, the data are not.
    fileprivate static func draw(_ text: String, patience: Int32? = nil) {
        StandardStreams.writeAnyway(text, to: STDERR_FILENO, patience: patience)
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
            Terminal.draw(Terminal.clearLine)
        }
    }

    private func draw(_ text: String) {
        let text = VisibleText.line(text)
        Terminal.draw(Terminal.isInteractive ? Terminal.clearLine + String(text.prefix(100)) : text + "\n")
    }
}

/// How much of something is done, in words: `[#####-----] 50 %  3 of 6 trials`.
enum ProgressBar {
    static func text(_ fraction: Double, _ label: String) -> String {
        let width = 24
        let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        return "[\(bar)] \(Int((fraction * 100).rounded())) %  \(label)"
    }
}
