import ArgumentParser
import Audits
import Concurrency
import Detectors
import Files
import Foundation
import LinearAlgebra
import Lints
import Statistics
import Studies

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the installation: libraries, threads, and that the numbers come out right.",
        discussion: """
            What an experiment cannot get wrong, because the program itself must get it right, is checked on a small \
            experiment with every detector: 'accesslab list self-checks' says what.

            --long asks, in some minutes, what the program says where the answer is known: whether metrics of made-up \
            tables are what their definitions say, how often tests find a difference between equal scorers, how often \
            intervals hold the truth, and whether lints catch made-up deceptions and let honest experiments pass. Each \
            answer stands beside what was expected, and within which bounds. Exit code 1 says that something is wrong.

            EXAMPLE: accesslab doctor --json
            EXAMPLE: accesslab doctor --long
            """)

    @Flag(help: "Hold metrics, tests, intervals and lints against known answers as well; takes some minutes.")
    var long = false

    @OptionGroup var workers: JobsOption
    @OptionGroup var format: JSONOption

    private struct Finding: Encodable {
        var name: String
        var value: String
        var isGood: Bool
        /// What to do where it is not good.
        var remedy: String?
        /// The audit that it comes from, and the check with what was expected and found.
        var audit: String?
        var check: AuditCheck?

        private enum CodingKeys: String, CodingKey {
            case name, value
            case isGood = "ok"
            case remedy, audit, check
        }
    }

    func run() throws {
        var findings = try versions + checks + selfChecks + tools
        if long { findings += try audits() }
        if format.json {
            try Output.json(findings)
        } else {
            let width = findings.map(\.name.count).max() ?? 0
            try Output.text(
                findings.map { finding in
                    let name = finding.name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                    return (finding.isGood ? "ok    " : "BAD   ") + name + finding.value
                        + (finding.remedy.map { "\n      → \($0)" } ?? "")
                }.joined(separator: "\n"))
        }
        if findings.contains(where: { !$0.isGood && $0.remedy != nil }) { throw ExitCode.failure }
    }

    private var versions: [Finding] {
        [
            ("accesslab", Version.current),
            ("operating system", ProcessInfo.processInfo.operatingSystemVersionString),
            ("cores", String(ProcessInfo.processInfo.activeProcessorCount)),
            ("instruction sets", Processor.used),
            ("GSL", GSL.version),
            ("OpenBLAS", BLAS.configuration),
            ("OpenSSL", CryptoLibrary.version),
            ("libarchive", LibraryVersions.libarchive),
            ("simdjson", LibraryVersions.simdjson),
        ].map { Finding(name: $0, value: $1, isGood: true, remedy: nil) }
    }

    private var checks: [Finding] {
        let threads = BLAS.threads
        return [
            Finding(
                name: "BLAS threads", value: "\(threads), called from the program's own workers", isGood: threads == 1,
                remedy: threads == 1 ? nil : "unset OPENBLAS_NUM_THREADS, and report this as a defect"),
            check("Cholesky solver", Self.solvesASystem, "reinstall the packages libopenblas-dev and liblapacke-dev"),
            check("random streams", Self.drawsTheKnownStream, "reinstall the package libgsl-dev"),
        ]
    }

    /// What the program promises of every experiment, held against a small one.
    private var selfChecks: [Finding] {
        get throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("accesslab-\(UUID().uuidString)")
            return try SelfChecks(Registries.components).reports(keepingIn: folder, workers: .one).map { report in
                let isGood = report.verdict == .pass
                return Finding(
                    name: report.lint, value: report.evidence, isGood: isGood,
                    remedy: isGood ? nil : "no experiment of this program can be trusted: report this as a defect")
            }
        }
    }

    /// What the program says where the answer is known.
    private func audits() throws -> [Finding] {
        let interruption = Interruption(), line = ProgressLine(), started = ContinuousClock.now
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("accesslab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        interruption.removing(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        var reports: [AuditReport] = []
        try interruption.ending(with: "interrupted; nothing was found out") {
            let work = AuditWork(.long, workers: Workers(workers.jobs), folder: folder) { interruption.isRequested }
            reports = try Audits.standard(Registries.components).reports(work) { audit, fraction in
                let seconds = Int((ContinuousClock.now - started).components.seconds)
                let left = Int(Double(seconds) * (1 / max(fraction, 0.01) - 1))
                line.show(ProgressBar.text(fraction, audit + (fraction > 0.05 ? ", about \(left) s left" : "")))
            }
        }
        line.finish()
        return reports.flatMap { report in
            report.checks.map { check in
                let isGood = check.verdict != .failure
                return Finding(
                    name: "\(report.audit): \(check.name)", value: check.sentence, isGood: isGood,
                    remedy: isGood ? nil : "the answer is known, and another was given: report this as a defect",
                    audit: report.audit, check: check)
            }
        }
    }

    private func check(_ name: String, _ passes: () -> Bool, _ remedy: String) -> Finding {
        let isGood = passes()
        return Finding(name: name, value: isGood ? "right" : "WRONG", isGood: isGood, remedy: isGood ? nil : remedy)
    }

    /// (4 2; 2 3) x = (2, 1) has the solution (½, 0).
    private static func solvesASystem() -> Bool {
        let system = PositiveDefiniteSystem(order: 2)
        let base: [Float] = [3, 2, 2, 2]
        base.withUnsafeBufferPointer { if let base = $0.baseAddress { system.reset(to: base, diagonal: 1) } }
        system.vector[0] = 2
        system.vector[1] = 1
        return system.solve() && abs(system.vector[0] - 0.5) < 1e-6 && abs(system.vector[1]) < 1e-6
    }

    /// The mean of a thousand uniform variates lies near one half, and a stream repeats.
    private static func drawsTheKnownStream() -> Bool {
        let first = RandomStream(seed: Seed(1)), second = RandomStream(seed: Seed(1))
        let values = (0..<1000).map { _ in first.uniform() }
        let mean = values.reduce(0, +) / 1000
        return abs(mean - 0.5) < 0.05 && values.allSatisfy { $0 == second.uniform() }
    }

    /// Programs that are useful but not needed.
    private var tools: [Finding] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let tools = [("sqlite3", "apt-get install sqlite3")]
        return tools.map { tool, install in
            let found = path.split(separator: ":").contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
            }
            return Finding(
                name: tool, value: found ? "found" : "not found; optional, '\(install)' installs it", isGood: true,
                remedy: nil)
        }
    }
}
