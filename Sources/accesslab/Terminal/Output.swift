public import ArgumentParser
public import Files
import Foundation

/// Facts on standard output.
enum Output {
    /// Writes a value as indented JSON.
    static func json(_ value: some Encodable) throws {
        try write(VisibleJSON.escaped(CanonicalJSON.encoder(.indented).encode(value)) + Data("\n".utf8))
    }

    /// Writes a value as indented JSON, with the format that it has: `accesslab-evaluation/2`.
    static func json(_ value: some Encodable, format: String) throws {
        try json(Versioned(value, format: format))
    }

    /// Writes lines for people; names in them must have been made visible line by line.
    static func text(_ text: String) throws {
        let text = VisibleText.lines(text)
        try write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    static func write(_ data: Data) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: data)
        } catch {
            throw FileError("standard output cannot be written: \(FileError.reason(error))")
        }
    }
}

extension ExitCode {
    /// A part of the input could not be read, or none of it could be scored.
    static let partlyUnread = ExitCode(3)
}

extension NameSpecification {
    /// What a command writes, in every command: `--output`, or `-o`.
    static let output: NameSpecification = [.long, .short]
}

/// The encoding of texts, as an option of all commands that read files of other programs.
struct EncodingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The encoding of files that are neither UTF-8 nor UTF-16: windows-1252 or ibm850.", valueName: "encoding"))
    var encoding: TextEncoding?
}

extension TextEncoding: ExpressibleByArgument {}

/// Options that several commands share.
struct JSONOption: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false
}

struct JobsOption: ParsableArguments {
    @Option(name: .long, help: "Number of threads (default: all cores).")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 1024, not \(jobs)") }
    }
}
