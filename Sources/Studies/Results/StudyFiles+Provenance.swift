import Experiments
import Files
import Foundation
import Publishing
import Statistics

extension StudyFiles {
    /// ``StudyFileName/environment``: what the measurements were computed with. A study that went on elsewhere, or with
    /// another version of the program, has several.
    struct Environment: Codable {
        var runs: [Run]

        struct Run: Hashable, Codable {
            var computed: Provenance
            /// The workers that ran trials; nil where an older program did not say. They change no measurement.
            var workers: Int?
        }
    }

    private static let environmentFormat = "accesslab-environment/2"

    /// Adds what this program computes with, where the file does not say so yet.
    ///
    /// - Throws: ``StudyError`` where what is there cannot be read: it is never written over unread.
    func writeEnvironment(workers: Int) throws {
        var environment = try environment()
        let run = Environment.Run(computed: .current, workers: workers)
        guard !environment.runs.contains(run) else { return }
        environment.runs.append(run)
        try write(
            CanonicalJSON.text(Versioned(environment, format: Self.environmentFormat), .indented) + "\n",
            to: .environment)
    }

    /// What the measurements were computed with so far.
    ///
    /// - Throws: ``StudyError`` where that cannot be read.
    func environment() throws -> Environment {
        let url = StudyFileName.environment.url(in: folder)
        let remedy = "restore it from a copy, or remove it to do without what it says"
        do {
            guard let text = try ReadableFile.text(ifAt: url, limit: 1 << 20) else { return Environment(runs: []) }
            if let old = try? CanonicalJSON.value([String: String].self, of: text) {
                return Environment(runs: [Environment.Run(old)])
            }
            let read = try CanonicalJSON.value(Versioned<Environment>.self, of: text)
            guard read.format == Self.environmentFormat else {
                throw StudyError(
                    "\(url.path) has the format '\(read.format)', this program reads \(Self.environmentFormat); \(remedy)"
                )
            }
            return read.content
        } catch is DecodingError {
            throw StudyError("\(url.path) is damaged: it is not the JSON that a study writes; \(remedy)")
        } catch let error as FileError {
            throw StudyError("\(error); \(remedy)")
        }
    }

    /// ``StudyFileName/origin``: which files the measurements are in, and what they come from. It goes with
    /// `metrics.csv` wherever that is published.
    func writeOrigin(of seeds: SeedSpecification) throws {
        struct Origin: Encodable {
            var sha256: [String: String]
            var seeds: Seeds
            var environment: [Environment.Run]
            /// What was opened before, by dataset.
            var openings: [OpeningHistory]

            struct Seeds: Encodable {
                var root: UInt64
                /// Nil where the size of the data told it.
                var replicates: Int?
                var initializations: Int
            }
        }
        let digests = try [StudyFileName.metrics, .specification].map { name in
            (name.rawValue, try FileDigest.sha256(of: name.url(in: folder)))
        }
        let origin = Origin(
            sha256: Dictionary(uniqueKeysWithValues: digests),
            seeds: Origin.Seeds(
                root: seeds.root.value, replicates: seeds.replicates, initializations: seeds.initializations),
            environment: try environment().runs, openings: try openings())
        try write(CanonicalJSON.text(Versioned(origin, format: "accesslab-metrics/1"), .indented) + "\n", to: .origin)
    }
}

extension StudyFiles.Environment.Run {
    /// What a file without a format says.
    fileprivate init(_ old: [String: String]) {
        computed = Provenance()
        computed.system = old["operating_system"]
        computed.cores = old["cores"].flatMap { Int($0) }
        computed.blas = old["blas"]
        computed.gsl = old["gsl"]
        workers = nil
    }
}
