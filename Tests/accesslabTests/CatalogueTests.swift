import Foundation
import Testing

@Suite("The catalogue")
struct CatalogueTests {
    let accesslab = Program()

    private static let kinds = [
        "detectors", "metrics", "scenarios", "simulators", "lints", "self-checks", "filters", "readers", "samplers",
        "pruners",
        "splits", "formats",
    ]

    @Test("lists every kind as text, JSON and Markdown", arguments: kinds)
    func lists(kind: String) throws {
        let text = try accesslab("list", kind), markdown = try accesslab("list", kind, "--markdown")
        let json = try accesslab("list", kind, "--json")
        #expect(text.exitCode == 0 && markdown.exitCode == 0 && json.exitCode == 0)
        let entries = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(!entries.isEmpty)
        #expect(Set(entries.compactMap { $0["id"] as? String }).count == entries.count, "two have one id")
        for entry in entries {
            let id = try #require(entry["id"] as? String), summary = try #require(entry["summary"] as? String)
            #expect(!summary.isEmpty)
            #expect(text.lines.contains { $0.hasPrefix("\(id) ") && $0.hasSuffix(summary) }, "\(id)")
            #expect(markdown.lines.contains { $0.hasPrefix("| `\(id)` | ") }, "\(id)")
        }
    }

    @Test("tells the parameters of a detector with their ranges and defaults")
    func detector() throws {
        let outcome = try accesslab("help", "als-implicit")
        #expect(outcome.exitCode == 0)
        for word in ["als-implicit: detector", "rank", "a whole number from 1 to 512", "regularization"] {
            #expect(outcome.output.contains(word), "\(word)")
        }
        #expect(try accesslab("list", "detectors", "als-implicit").output == outcome.output)
    }

    @Test("says which detectors score newcomers")
    func newcomers() throws {
        let list = try accesslab("list", "detectors").lines
        let folding = Set(list.filter { $0.contains("folds in") }.compactMap { $0.split(separator: " ").first })
        #expect(folding.isSuperset(of: ["als-implicit", "ensemble", "ease", "pagerank"]))
        #expect(folding.isDisjoint(with: ["cyberml", "random", "external"]))
        #expect(try accesslab("help", "svd").output.contains("newcomers: "))
        #expect(try !accesslab("help", "cyberml").output.contains("newcomers: "))
    }

    @Test("tells what a metric is, where it comes from and what it needs")
    func metric() throws {
        let outcome = try accesslab("help", "roc_auc")
        for word in ["what is computed: ", "reference: ", "better: higher", "needs: labels"] {
            #expect(outcome.output.contains(word), "\(word)")
        }
    }

    @Test("has no default where a parameter need not be given")
    func optional() throws {
        let json = try accesslab("list", "splits", "walk-forward", "--json").json()
        let parameters = try #require(json["parameters"] as? [[String: Any]])
        let days = try #require(parameters.first { $0["name"] as? String == "window_days" })
        #expect(days["default"] == nil && days["accepts"] as? String == "a whole number from 1 to 100000")
        #expect(try accesslab("help", "walk-forward").output.contains("window_days   none"))
    }

    @Test("tells of subcommands first")
    func subcommands() throws {
        #expect(try accesslab("help", "score").output == accesslab("score", "--help").output)
        #expect(try accesslab("help").output == accesslab("--help").output)
    }

    @Test(
        "suggests what was probably meant",
        arguments: [
            (["list", "detector"], "unknown kind 'detector'; did you mean 'detectors'?"),
            (["list", "detectors", "als-implict"], "unknown detector 'als-implict'; did you mean 'als-implicit'?"),
            (["help", "roc_au"], "no component 'roc_au'; did you mean 'roc_auc'?"),
            (["help", "scor"], "did you mean 'score'?"),
            (["help", "nothing-of-the-kind"], "'accesslab list KIND' components"),
            (["list", "metrics", "--json", "--markdown"], "--json and --markdown exclude each other"),
        ])
    func unknown(arguments: [String], sentence: String) throws {
        accesslab.expectFailure(try accesslab.run(arguments), exitCode: 64, saying: sentence)
    }
}
