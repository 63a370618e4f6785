import Files
import Foundation
import Testing
import TestSupport

/// The program in a folder of its own, as a user runs it: without a terminal.
final class Program: Sendable {
    let folder = TemporaryFolder()
    /// Where the program keeps its ledger of openings: not in the home of who runs the tests.
    let state = TemporaryFolder()

    /// What a run of the program left.
    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String

        /// The output's lines.
        var lines: [Substring] { output.split(separator: "\n") }
        /// The output as JSON.
        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }
    }

    /// The program that was built with these tests: it lies beside them.
    static let executable =
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("accesslab")

    func callAsFunction(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(arguments, input: input)
    }

    private var environment: [String: String] {
        ProcessInfo.processInfo.environment
            .merging(["XDG_STATE_HOME": state.url.path, "ACCESSLAB_OPENINGS": ""]) { $1 }
    }

    /// Runs the program in its folder.
    func run(_ arguments: [String], input: String = "") throws -> Outcome {
        // Files, unlike pipes, take any amount.
        let streams = TemporaryFolder(), process = Process()
        for name in ["in", "out", "err"] { try streams.write(name == "in" ? input : "", to: name) }
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = environment.merging(["NO_COLOR": "1", "COLUMNS": "100"]) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: streams["in"])
        process.standardOutput = try FileHandle(forWritingTo: streams["out"])
        process.standardError = try FileHandle(forWritingTo: streams["err"])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            exitCode: process.terminationStatus, output: try streams.text(of: "out"),
            errors: try streams.text(of: "err"))
    }

    /// Starts the program in its folder; its streams are not read.
    ///
    /// - Parameter change: changes the process before it starts.
    func start(_ arguments: [String], _ change: (Process) -> Void = { _ in }) throws -> Process {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = environment
        for stream in [\Process.standardInput, \.standardOutput, \.standardError] {
            process[keyPath: stream] = FileHandle.nullDevice
        }
        change(process)
        try process.run()
        return process
    }

    /// Expects that a run fails with exit code 1 (or another), says why in these words, and prints no data.
    func expectFailure(
        _ outcome: Outcome, exitCode: Int32 = 1, saying words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.exitCode == exitCode, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(word) in \(outcome.errors)", sourceLocation: sourceLocation)
        }
        expectNoRemains(sourceLocation)
    }

    /// Expects that nothing half-written is left.
    func expectNoRemains(_ sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(folder.contents.filter { $0.contains(".partial") } == [], sourceLocation: sourceLocation)
    }
}

/// Accesses as the lines of a table.
func table(_ rows: [(user: String, resource: String, day: Int)]) -> String {
    let lines = rows.map { "\($0.user),\($0.resource),2026-01-\($0.day < 9 ? "0" : "")\($0.day + 1)T08:00:00Z\n" }
    return "user,resource,time\n" + lines.joined()
}

/// Twenty days of twelve users in two departments, with new pairs on all days.
let smallTable = table(
    (0..<20).flatMap { day in
        (0..<12).map { user in
            (user: "user\(user)", resource: "d\(user % 2)-share\((user / 2 + (day + user % 4) / 4) % 7)", day: day)
        }
    })
