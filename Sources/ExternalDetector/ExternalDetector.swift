package import Detectors
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// A program of any language as a detector.
///
/// The program is started by `command` and spoken to in JSON, one object a line, on its standard input and output:
///
/// | line to the program | line from it |
/// |---|---|
/// | `{"type": "fit", "version": 1, "users": […], "resources": […], "tenants": […], "pairs": {…}, "seed": 7, "options": ""}` | `{"type": "ready"}` |
/// | `{"type": "score", "batch": 1, "users": [0, 4], "resources": [2, 2]}` | `{"type": "scores", "batch": 1, "scores": [0.5, 1.25]}` |
/// | `{"type": "end"}` | none: the program ends |
///
/// - `users` and `resources` of `fit` are names, rows and columns of the matrix; everywhere else they are indices from 0.
///   The names are pseudonyms and the order is drawn anew in every fit: a program learns who accesses what, and neither
///   who somebody is nor where a name stands in the alphabet.
/// - `tenants` are objects of a `name`, a pseudonym too, and its half-open ranges of rows, `users: [0, 12]`, and columns,
///   `resources`.
/// - `pairs` holds three arrays of one length: `users`, `resources` and `counts`.
/// - `seed` is a whole number below 2³² and the only source of randomness allowed; `options` is the parameter's text.
/// - A score is a finite number, higher is more anomalous. `batch` is repeated, so that no answer is taken for another.
/// - Instead of any answer: `{"type": "error", "message": "…"}`.
///
/// What the program writes on standard error is shown where it fails. It must flush after every line, and it is ended
/// once it closes its output, its model is no longer needed, an answer takes longer than `timeout_seconds`, or the work is
/// cancelled, and with it all that it started. It ends with AccessLab, however that ends.
///
/// The program is itself responsible for what detectors promise: the same seed gives the same scores, a pair's score
/// does not depend on what else is in the batch, and tenants do not influence each other. Speed is the program's plus
/// some microseconds a score for the transport. Use it to measure an existing model beside the built-in ones; it can
/// neither be stopped early nor explained.
///
/// A fitted model stores no more than two seeds, the program's and that of the pseudonyms: ``restore(_:for:)`` starts the
/// program and fits it again.
///
/// **Running commands.** To name this detector is to run a command. It is therefore absent from `Detectors.standard`,
/// and must be registered only where the command comes from the person at the keyboard: in the registry that studies
/// use, never in the one that model bundles are opened with. A bundle of another person names its algorithm and
/// parameters itself; without registration its opening fails for an unknown algorithm.
package struct ExternalDetector: Detector {
    package static let id = "external"
    package static let summary = "A program of any language, spoken to in JSON lines."

    static let command = Parameter<String>(
        "command", standard: "",
        "The program and its arguments, separated by spaces; no shell reads them. Files that lie beside the experiment "
            + "are taken from there.")
    static let options = Parameter<String>("options", standard: "", "Text for the program, as it stands.")
    static let timeoutSeconds = Parameter<Double>(
        "timeout_seconds", in: 0.001...1e6, standard: 600, "The longest that one answer may take.")
    static let seed = Parameter.seed("Seed for the program, beside the study's own.")

    package static let parameters: ParameterList = [command, options, timeoutSeconds, seed]

    package static let traits: DetectorTraits = [.isForeign]

    let words: [String]
    let options: String
    let timeout: Duration
    let seed: Int

    package init(_ parameters: ParameterSet) {
        words = parameters[Self.command].split(separator: " ").map(String.init)
        options = parameters[Self.options]
        timeout = .seconds(parameters[Self.timeoutSeconds])
        seed = parameters[Self.seed]
    }

    /// Starts the program and has it learn.
    ///
    /// - Throws: `DetectorError` that names the program and its last words; `CancellationError`.
    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        let seed = UInt32(truncatingIfNeeded: context.seed.derived("external", seed).value >> 32)
        return try fitted(
            to: matrix, ExternalSeeds(program: seed, pseudonyms: context.seed.derived("pseudonyms")),
            in: context.folder, isCancelled: context.isCancelled)
    }

    /// Starts the program and has it learn again.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try fitted(to: matrix, ExternalSeeds(tensors), in: nil, isCancelled: { false })
    }

    private func fitted(
        to matrix: InteractionMatrix, _ seeds: ExternalSeeds, in folder: String?,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws -> ExternalModel {
        guard !words.isEmpty else {
            throw DetectorError("no program to run: set the parameter 'command', as in 'python3 model.py'")
        }
        let data = ExternalTrainingData(
            matrix: matrix, pseudonyms: Pseudonyms(for: matrix, seed: seeds.pseudonyms), seed: seeds.program,
            options: options)
        return try ExternalModel(
            words: words.enumerated().map { Self.path(of: $1, isProgram: $0 == 0, in: folder) },
            name: words.joined(separator: " "), timeout: timeout, data, storedAs: seeds.tensors,
            isCancelled: isCancelled)
    }

    /// The path of the file that a word names in a folder; the word where there is none. A program without a slash is
    /// sought on the path alone, as by a shell.
    private static func path(of word: String, isProgram: Bool, in folder: String?) -> String {
        guard let folder, !word.hasPrefix("/"), !isProgram || word.contains("/") else { return word }
        let path = folder + "/" + word
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return word
        }
        return path
    }
}
