import ArgumentParser
import Experiments
import Foundation

/// What a person reads of an error before the program ends.
struct Complaint {
    private let error: any Error
    private let arguments: [String]

    /// - Parameter arguments: the words of the command line behind the program's name.
    init(_ error: any Error, arguments: [String]) {
        self.error = error
        self.arguments = arguments
    }

    /// Writes it, and ends the program with the exit code of the error.
    func end() -> Never {
        let code = AccessLab.exitCode(for: error)
        switch code {
        // Help and the version are thrown too.
        case .success:
            let message = AccessLab.fullMessage(for: error)
            StandardStreams.writeAnyway(message.isEmpty ? "" : message + "\n", to: STDOUT_FILENO)
        case .validationFailure:
            if let word = MisspelledWord(in: arguments) {
                Terminal.say("Error: \(word.sentence)")
            } else {
                Terminal.sayLines(AccessLab.fullMessage(for: error))
            }
        // The message has been printed already.
        case _ where error is ExitCode: break
        default:
            if let error = error as? SpecificationError {
                for (number, line) in error.sentences.enumerated() {
                    Terminal.say((number == 0 ? "Error: " : "") + line)
                }
            } else {
                Terminal.sayParagraph("Error: " + AccessLab.message(for: error))
            }
        }
        Foundation.exit(code.rawValue)
    }
}
