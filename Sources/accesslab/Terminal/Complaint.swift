import ArgumentParser
import Experiments
import Foundation

/// What a person reads of an error before the program ends.
struct Complaint {
    private let error: any Error
    private let program: any ParsableCommand.Type
    private let arguments: [String]

    /// - Parameters:
    ///   - program: the command that threw the error.
    ///   - arguments: the words of the command line behind the program's name.
    init(_ error: any Error, of program: any ParsableCommand.Type, arguments: [String]) {
        self.error = error
        self.program = program
        self.arguments = arguments
    }

    /// Writes it, and ends the program with the exit code of the error.
    func end() -> Never {
        let code = program.exitCode(for: error)
        switch code {
        // Help and the version are thrown too.
        case .success:
            let message = program.fullMessage(for: error)
            StandardStreams.writeAnyway(message.isEmpty ? "" : message + "\n", to: STDOUT_FILENO)
        case .validationFailure:
            if let word = MisspelledWord(in: arguments, of: program) {
                Terminal.say("Error: \(word.sentence)")
            } else {
                Terminal.sayLines(program.fullMessage(for: error))
            }
        // The message has been printed already.
        case _ where error is ExitCode: break
        default:
            if let error = error as? SpecificationError {
                for (number, line) in error.sentences.enumerated() {
                    Terminal.say((number == 0 ? "Error: " : "") + line)
                }
            } else {
                Terminal.sayParagraph("Error: " + program.message(for: error))
            }
        }
        Foundation.exit(code.rawValue)
    }
}
