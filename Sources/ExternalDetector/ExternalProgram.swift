import Detectors
import Foundation
import Glibc

/// A running program that answers each line on its standard input by a line on its standard output.
///
/// It is started by `posix_spawn` in a ``ProcessGroup``. The package swift-subprocess is asynchronous throughout: waiting
/// for it in the synchronous `fit` would block the threads that its tasks need, and with as many fits as threads nothing
/// would move. Foundation's `Process` gives a program no process group, so that what a wrapper script started would
/// outlive it, and does not search the path.
///
/// Used by one thread at a time.
final class ExternalProgram {
    private let name: String
    private let group: ProcessGroup
    private let process: pid_t
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    /// What came after the last line.
    private var received = Data()
    /// The lines that came.
    private var lines = 0
    /// The end of what it wrote on standard error.
    private var lastWords = Data()
    private var isErrorsOpen = true
    private var isReaped = false

    private static let longestLine = 1 << 24
    private static let longestLastWords = 2048

    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - name: what messages call it.
    /// - Throws: `DetectorError` where the program cannot be started.
    init(_ words: [String], name: String) throws {
        self.name = name
        group = try ProcessGroup()
        var ends: [(reading: Int32, writing: Int32)] = []
        do {
            for _ in 0..<3 { ends.append(try ProcessGroup.pipe()) }
            process = try group.start(
                words,
                files: [
                    (ends[0].reading, STDIN_FILENO), (ends[1].writing, STDOUT_FILENO), (ends[2].writing, STDERR_FILENO),
                ])
        } catch {
            for end in ends {
                close(end.reading)
                close(end.writing)
            }
            throw error
        }
        (input, output, errors) = (ends[0].writing, ends[1].reading, ends[2].reading)
        for end in [ends[0].reading, ends[1].writing, ends[2].writing] { close(end) }
        for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        kill()
        closeInput()
        close(output)
        close(errors)
    }

    /// Sends a line and waits for the next line from the program, without its end.
    ///
    /// - Throws: `DetectorError` where the program ends, takes too long or writes an endless line; `CancellationError`.
    ///   The program is then ended.
    func reply(to line: Data, within timeout: Duration, isCancelled: () -> Bool) throws -> Data {
        let deadline = ContinuousClock.now + timeout
        var unsent = line[...]
        var searched = 0
        while true {
            // An answer counts once the whole question is sent.
            if unsent.isEmpty, let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(received[..<end])
                received = Data(received[(end + 1)...])
                lines += 1
                return line
            }
            if unsent.isEmpty { searched = received.count }
            if received.count > Self.longestLine {
                throw failure("writes a line of more than \(Self.longestLine) bytes; end every answer by a line feed")
            }
            if isCancelled() {
                kill()
                throw CancellationError()
            }
            if ContinuousClock.now >= deadline {
                throw failure(
                    "has not answered within \(timeout); raise 'timeout_seconds', or flush after every line",
                    isTimeout: true)
            }
            try exchange(&unsent)
        }
    }

    /// Waits a moment until something can be sent or received, and does so.
    private func exchange(_ unsent: inout Data) throws {
        var files = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            // Negative ones are passed over.
            pollfd(fd: isErrorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: unsent.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&files, nfds_t(files.count), 50) > 0 else { return }
        if files[1].revents != 0 { readErrors() }
        if files[2].revents != 0 { send(&unsent) }
        if files[0].revents != 0, !read(output, into: &received) {
            throw failure("\(ending()) before it answered; run it by hand to see why")
        }
    }

    /// Sends what the pipe takes. Where it is closed at the other end, the rest is dropped; the end of the output shows
    /// that.
    private func send(_ unsent: inout Data) {
        // A write to a closed pipe must be an error here and not the end of this process.
        var broken = sigset_t(), previous = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let sent = unsent.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if sent >= 0 {
            unsent = unsent.dropFirst(sent)
        } else if errno == EPIPE {
            var now = timespec()
            while sigtimedwait(&broken, nil, &now) < 0, errno == EINTR {}
            unsent = Data()[...]
        }
    }

    private func readErrors() {
        isErrorsOpen = read(errors, into: &lastWords)
        lastWords = Data(lastWords.suffix(Self.longestLastWords))
    }

    /// Appends what is there to read; false at the end of the file.
    private func read(_ file: Int32, into data: inout Data) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
            let count = Glibc.read(file, buffer.baseAddress, buffer.count)
            if count > 0 { data.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
            return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
        }
    }

    /// The error of a program that did something wrong, with its last words. The program is ended.
    func failure(_ sentence: String, isTimeout: Bool = false) -> DetectorError {
        // Its last words may still be in the pipe.
        awaitErrors(until: .now + .milliseconds(100))
        kill()
        awaitErrors(until: .now + .milliseconds(100))
        let words = String(decoding: lastWords, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return DetectorError(
            "the program '\(name)', after \(lines) \(lines == 1 ? "line" : "lines") of output, \(sentence)"
                + (words.isEmpty ? "" : "; its standard error ends:\n\(words)"),
            isTimeout: isTimeout)
    }

    private func awaitErrors(until deadline: ContinuousClock.Instant) {
        while isErrorsOpen, ContinuousClock.now < deadline {
            var file = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
            if poll(&file, 1, 10) > 0 { readErrors() }
        }
    }

    /// How the program ended, once it has closed its output.
    private func ending() -> String {
        guard let status = awaitEnd() else { return "closed its output" }
        let signal = status & 0x7f
        return signal == 0 ? "ended with status \((status >> 8) & 0xff)" : "was ended by signal \(signal)"
    }

    /// Gives the program a second to end by itself, and returns its status once it has.
    private func awaitEnd() -> Int32? {
        guard !isReaped else { return nil }
        var status: Int32 = 0
        for _ in 0..<500 {
            if waitpid(process, &status, WNOHANG) == process {
                isReaped = true
                // What it started may live on.
                group.end()
                group.awaitEmptiness()
                return status
            }
            usleep(2_000)
        }
        return nil
    }

    /// Sends a last line and lets the program end by itself.
    func end(_ line: Data) {
        var unsent = line[...]
        send(&unsent)
        closeInput()
        _ = awaitEnd()
    }

    private func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Ends the program and all that it started.
    private func kill() {
        guard !isReaped else { return }
        group.end()
        Glibc.kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        group.awaitEmptiness()
    }
}
