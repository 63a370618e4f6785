import CBuild
import CProcessor
import Foundation
import LinearAlgebra
import Statistics

/// What numbers were computed with: the program, its compiler, its libraries and the processor.
///
/// The same seed gives the same numbers wherever all of this is the same. Another processor may get other kernels of
/// OpenBLAS, which round differently. What a file of an older program does not say is nil. Keys are of one word, as the
/// type is read from YAML and from JSON.
package struct Provenance: Hashable, Sendable, Codable {
    /// The version of the program.
    package var version: String?
    /// The commit that it was built from, with `+` where files were changed since; nil where the sources were no git
    /// checkout.
    package var commit: String?
    package var toolchain: String?
    /// The operating system.
    package var system: String?
    /// The model of the processor, as the system names it.
    package var processor: String?
    /// The instruction sets that the program was compiled to use; empty in a portable build.
    package var instructions: String?
    package var cores: Int?
    /// The version and build of OpenBLAS.
    package var blas: String?
    /// The processor family whose kernels it uses.
    package var kernel: String?
    /// The threads that OpenBLAS uses of its own.
    package var threads: Int?
    package var gsl: String?

    package init() {}

    /// What this program computes with.
    package static let current: Provenance = {
        var provenance = Provenance()
        let commit = String(cString: accesslab_commit())
        provenance.version = String(cString: accesslab_version())
        provenance.commit = commit.isEmpty ? nil : commit
        provenance.toolchain = "\(swift), \(String(cString: accesslab_compiler()))"
        provenance.system = ProcessInfo.processInfo.operatingSystemVersionString
        provenance.processor = processorModel
        provenance.instructions = usedInstructions.joined(separator: " ")
        provenance.cores = ProcessInfo.processInfo.processorCount
        provenance.blas = BLAS.configuration.trimmingCharacters(in: .whitespaces)
        provenance.kernel = BLAS.kernel
        provenance.threads = BLAS.threads
        provenance.gsl = GSL.version
        return provenance
    }()

    /// The compiler as far as it can be told from within; the commit of the one behind it tells the rest.
    private static var swift: String {
        #if compiler(>=6.4)
        "Swift 6.4 or later"
        #elseif compiler(>=6.3)
        "Swift 6.3"
        #else
        "Swift 6.2"
        #endif
    }

    /// The model of the first processor, as Linux names it.
    private static var processorModel: String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static var usedInstructions: [String] {
        var sets: [String] = []
        var number: Int32 = 0
        while let name = instruction_set_name(number) {
            if instruction_set_is_used(number) != 0 { sets.append(String(cString: name)) }
            number += 1
        }
        return sets
    }
}
