import Foundation
import Testing
import TestSupport

@Suite("A signal ends the program with exit code 130", .timeLimit(.minutes(2)))
struct InterruptionTests {
    let accesslab = Program()

    /// Starts the program, sends it a signal once it listens to it, and waits for its end.
    private func interrupt(
        _ arguments: [String], by signal: Int32 = SIGTERM, _ change: (Process) -> Void = { _ in }
    ) throws -> Process {
        let process = try accesslab.start(arguments, change)
        while process.isRunning, try !isListening(process, to: signal) { usleep(10_000) }
        // Into its work.
        usleep(500_000)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process
    }

    private func isListening(_ process: Process, to signal: Int32) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let caught = line.flatMap { UInt64($0.split(whereSeparator: \.isWhitespace).last ?? "", radix: 16) } ?? 0
        return caught >> UInt64(signal - 1) & 1 == 1
    }

    @Test("at a safe point, where the work comes to one", arguments: [SIGINT, SIGTERM])
    func asks(signal: Int32) throws {
        let process = try interrupt(
            ["simulate", "--set", "users=20000", "--set", "days=3000", "--output", "huge"], by: signal)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        #expect(accesslab.folder.contents == [])
    }

    @Test("where it waits and never asks: for the reader of a pipe that nobody opens")
    func waits() throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: smallTable).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        #expect(mkfifo(accesslab.folder["pipe"].path, 0o600) == 0)
        let process = try interrupt(["score", "bundle", "corp", "--all", "--output", "pipe"])
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
    }

    @Test("where nobody reads its messages, and the pipe for them is full")
    func stalledMessages() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting.fileDescriptor
        let flags = fcntl(writer, F_GETFL)
        #expect(fcntl(writer, F_SETFL, flags | O_NONBLOCK) == 0)
        let zeros = [UInt8](repeating: 0, count: 4096)
        while write(writer, zeros, zeros.count) > 0 {}
        #expect(fcntl(writer, F_SETFL, flags) == 0)
        let process = try interrupt(["simulate", "--set", "users=20000", "--set", "days=3000", "--output", "huge"]) {
            $0.standardError = pipe
        }
        #expect(process.terminationStatus == 130)
    }
}
