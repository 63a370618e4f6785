import Foundation
import Testing
import TestSupport

@Suite("Running an experiment on the command line")
struct RunTests {
    let accesslab = Program()

    static let experiment = """
        datasets:
          - simulate: {organisation: block-model, users: 40, departments: 2, shares: 30, days: 21, \
        hub_shares: 2, projects: 1}
        injection: [{scenario: uniform-pairs, count: 10}]
        seeds: {replicates: 2}
        algorithms:
          - id: popularity
          - id: als-implicit
            space: {rank: 4, sweeps: 2}
        """

    @Test("prints a leaderboard, leaves a bundle that scores, and only reads what is finished")
    func run() throws {
        try accesslab.folder.write(Self.experiment, to: "tiny.yaml")
        let first = try accesslab("run", "tiny.yaml")
        #expect(first.exitCode == 0, "\(first.errors)")
        for word in ["popularity", "als-implicit", "results/tiny/bundle", "2 replicates"] {
            #expect(first.output.contains(word), "\(word)")
        }
        #expect(!(first.output + first.errors).contains("\u{1B}"))
        let second = try accesslab("run", "tiny.yaml")
        #expect(second.output == first.output)
        let log = table([(user: "u", resource: "r", day: 1)])
        let scores = try accesslab("score", "results/tiny/bundle", "-", "--all", input: log)
        #expect(scores.output.contains("unknown-user"))
        let json = try accesslab("run", "tiny.yaml", "--json").json()
        #expect(json["trials"] as? Int == 2)
        accesslab.expectNoRemains()
    }

    @Test("leaves what the lints found where these refuse it, and runs in the same folder once it is mended")
    func refused() throws {
        func experiment(count: Int) -> String {
            Self.experiment.replacing("count: 10", with: "count: \(count)").replacing(
                "replicates: 2", with: "replicates: 1")
        }
        try accesslab.folder.write(experiment(count: 1), to: "tiny.yaml")
        let refused = try accesslab("run", "tiny.yaml")
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("few-attacks: 1 attacks"))
        #expect(refused.errors.contains("results/tiny/lints.json has what all lints found"))
        let folder = accesslab.folder["results/tiny"].path
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "lints.json", "specification.yaml",
            ])
        #expect(try accesslab.folder.text(of: "results/tiny/lints.json").contains("\"failure\""))
        try accesslab.folder.write(experiment(count: 10), to: "tiny.yaml")
        let mended = try accesslab("run", "tiny.yaml")
        #expect(mended.exitCode == 0, "\(mended.errors)")
        #expect(try !accesslab.folder.text(of: "results/tiny/lints.json").contains("\"failure\""))
    }

    @Test("prints the plan where it is asked to, and does nothing")
    func dryRun() throws {
        try accesslab.folder.write(Self.experiment, to: "tiny.yaml")
        let outcome = try accesslab("run", "tiny.yaml", "--dry-run")
        #expect(outcome.exitCode == 0)
        #expect(outcome.lines.first == "2 trials, each with 2 replicates")
        #expect(outcome.lines.count == 3)
        #expect(accesslab.folder.contents == ["tiny.yaml"])
    }

    @Test(
        "is refused with file and line where the file is wrong",
        arguments: [
            ("datasets:\n\t- path: corp\n", "x.yaml:2"), ("datasets: [{path: corp}]\nsaerch: {}\n", "x.yaml:2"),
            ("datasets: [{path: corp}]\nalgorithms: [{id: als}]\n", "x.yaml:2"), ("", "x.yaml"),
        ])
    func wrongFile(text: String, location: String) throws {
        try accesslab.folder.write(text, to: "x.yaml")
        accesslab.expectFailure(try accesslab("run", "x.yaml"), saying: location)
        #expect(accesslab.folder.contents == ["x.yaml"])
    }

    @Test("is refused where the file or a dataset is missing")
    func missing() throws {
        accesslab.expectFailure(try accesslab("run", "none.yaml"), saying: "none.yaml", "no such file")
        try accesslab.folder.write("datasets: [{path: nowhere}]\n", to: "x.yaml")
        accesslab.expectFailure(try accesslab("run", "x.yaml"), saying: "nowhere", "accesslab ingest")
    }
}
