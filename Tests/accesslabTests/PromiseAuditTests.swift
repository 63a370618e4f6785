import Foundation
import TestSupport
import Testing

private let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

@Suite("The audit of promises", .enabled(if: hasPython))
struct PromiseAuditTests {
    private let folder = TemporaryFolder()

    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("experiments/audit/promises.py")

    /// Runs the audit with a program that does as it is told in each world.
    ///
    /// - Parameter worlds: what a shell does in each, with the study's folder in `$4`.
    private func audit(_ worlds: [String]) throws -> (exitCode: Int32, errors: String, lines: [String]) {
        let cases = worlds.enumerated().map { "*'seed: \($0 + 1)'[,}]*) \($1);;" }.joined(separator: "\n")
        try folder.write(
            """
            #!/bin/sh
            if [ "$1" = --version ]; then echo 1.0; exit 0; fi
            mkdir -p "$4"
            case "$(grep simulate: "$2")" in
            \(cases)
            esac
            """, to: "program")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder["program"].path)
        try folder.write("", to: "errors")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.script.path, folder["program"].path, "--worlds", "\(worlds.count)", "--results",
            folder["promises.csv"].path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: folder["errors"])
        try process.run()
        process.waitUntilExit()
        let lines = (try? folder.text(of: "promises.csv"))?.split(separator: "\n").dropFirst().map(String.init) ?? []
        return (process.terminationStatus, try folder.text(of: "errors"), lines)
    }

    private static let kept = """
        echo '{"reports": [{"incidents": [{"alert_budget": 5, "evidence": 2, "fixed": {"days": 13, "benign_alerts": 70, \
        "least_expected": 42, "most_expected": 90}, "adaptive": {"benign_alerts": 65, \
        "least_expected": 50, "most_expected": 80}}]}]}' > "$4/operation.json"
        """

    @Test("has a row with the reason for a world without incidents")
    func without() throws {
        let found = try audit([
            #"echo '{"reports": [{"incidents_reason": "one day"}]}' > "$4/operation.json""#, Self.kept,
        ])
        #expect(found.exitCode == 0)
        #expect(found.lines.count == 2)
        #expect(found.lines.contains { $0.hasPrefix("role-model-1,") && $0.hasSuffix(",one day") })
        #expect(found.lines.contains { $0.hasPrefix("block-model-2,") && $0.contains(",70,65,42,90,50,80,") })
    }

    @Test("stops where the program fails, keeps the worlds before and begins none after")
    func failure() throws {
        let found = try audit([
            Self.kept, Self.kept + "; echo broken >&2; exit 3", "sleep 1; " + Self.kept, "sleep 1; " + Self.kept,
            Self.kept,
        ])
        #expect(found.exitCode == 1)
        #expect(found.errors.contains("block-model-2: the program ended with code 3: broken"))
        #expect(found.lines.contains { $0.hasPrefix("role-model-1,") })
        #expect(!found.lines.contains { $0.hasPrefix("block-model-2,") || $0.hasPrefix("role-model-5,") })
    }
}
