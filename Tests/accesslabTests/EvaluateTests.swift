import Foundation
import Testing
import TestSupport

@Suite("Measuring and comparing from the command line")
struct EvaluateTests {
    let accesslab = Program()

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: accesslab.folder[name])
    }

    @Test("measures rows of a file as JSON and as a table")
    func evaluate() throws {
        try write("score,label,user\n0.1,0,a\n0.2,0,b\n0.3,1,c\n0.25,0,d\n0.15,1,e\n", to: "rows.csv")
        let table = try accesslab("evaluate", "rows.csv", "--metric", "roc_auc")
        #expect(table.exitCode == 0)
        #expect(table.output.contains("rows.csv: 5 rows, 2 injected"))
        #expect(table.output.contains("roc_auc"))
        let json = try accesslab("evaluate", "rows.csv", "--metric", "roc_auc", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let file = try #require((object?["files"] as? [[String: Any]])?.first)
        let measurements = try #require(file["figures"] as? [[String: Any]])
        let pooled = try #require(measurements.first { $0["slice"] as? String == "pooled" })
        #expect(abs(try #require(pooled["value"] as? Double) - 4.0 / 6) < 1e-12)
        #expect(pooled["method"] != nil)
    }

    @Test("reads a table of another encoding, and says how where none was named")
    func encoding() throws {
        let rows = Array("score,label,user\n0.1,0,m".utf8) + [0x94] + Array("ller\n0.2,1,b\n".utf8)
        try Data(rows).write(to: accesslab.folder["rows.csv"])
        accesslab.expectFailure(
            try accesslab("evaluate", "rows.csv"), exitCode: 1, saying: "rows.csv:2", "--encoding ibm850")
        let read = try accesslab("evaluate", "rows.csv", "--metric", "roc_auc", "--encoding", "ibm850")
        #expect(read.exitCode == 0 && read.output.contains("rows.csv: 2 rows, 1 injected"))
    }

    @Test("warns of rows that the model was trained on, and of rows that come again, on the terminal and in JSON")
    func doubts() throws {
        let rows = (0..<60).map { "\(Double($0) / 60),\($0 % 5 == 0 ? 1 : 0),u\($0 % 9),r\($0)" }
        try write("score,label,user,resource\n" + rows.joined(separator: "\n"), to: "rows.csv")
        try write("score,label,user,resource\n" + (rows + rows).joined(separator: "\n"), to: "twice.csv")
        let bare = rows.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
        try write(
            "score,label\n" + bare.flatMap { Array(repeating: $0, count: 10) }.joined(separator: "\n"), to: "bare.csv")
        let seen = rows.enumerated().map { $1 + ($0 < 7 ? ",seen" : ",scored") }
        try write("score,label,user,resource,case\n" + seen.joined(separator: "\n"), to: "seen.csv")
        func warnings(_ file: String) throws -> [String] {
            let words = ["evaluate", file, "--metric", "roc_auc"]
            let json = try accesslab.run(words + ["--json"]).json()
            let warnings = (json["files"] as? [[String: Any]])?.first?["warnings"] as? [String] ?? []
            let text = try accesslab.run(words).output
            #expect(text.contains("warning: ") == !warnings.isEmpty)
            return warnings
        }
        #expect(try warnings("rows.csv") == [])
        #expect(try warnings("twice.csv").map { $0.prefix(14) } == ["60 of 120 rows"])
        #expect(try warnings("bare.csv").first?.contains("comes 10 times") == true)
        #expect(try warnings("seen.csv").map { $0.prefix(29) } == ["7 of 60 rows carry case=seen:"])
    }

    @Test("prints the window of the rows")
    func window() throws {
        try write("score,label,time\n0.1,0,2026-01-03\n0.3,1,2026-01-14T08:00:00Z\n", to: "rows.csv")
        let table = try accesslab("evaluate", "rows.csv", "--metric", "roc_auc")
        #expect(
            table.output.contains(
                "rows.csv: 2 rows, 1 injected (50 %); 2026-01-03 to 2026-01-14 (12 days); columns"))
        let json = try accesslab("evaluate", "rows.csv", "--metric", "roc_auc", "--json").json()
        let file = try #require((json["files"] as? [[String: Any]])?.first)
        #expect(file["first_day"] as? String == "2026-01-03" && file["last_day"] as? String == "2026-01-14")
        #expect(file["days"] as? Int == 12)
    }

    @Test("is the same for any number of jobs")
    func jobs() throws {
        let rows = (0..<200).map { "\(Double(($0 * 37) % 101) / 10),\($0 % 9 == 0 ? 1 : 0),u\($0 % 23)" }
        try write("score,label,user\n" + rows.joined(separator: "\n"), to: "rows.csv")
        let one = try accesslab("evaluate", "rows.csv", "--json", "--jobs", "1", "--replicates", "100")
        let two = try accesslab("evaluate", "rows.csv", "--json", "--jobs", "2", "--replicates", "100")
        #expect(one.exitCode == 0)
        #expect(one.output == two.output)
    }

    @Test("reads BCa intervals where these are asked for, and knows no other")
    func interval() throws {
        let rows = (0..<200).map { "\(Double(($0 * 37) % 101) / 10),\($0 % 9 == 0 ? 1 : 0),u\($0 % 23)" }
        try write("score,label,user\n" + rows.joined(separator: "\n"), to: "rows.csv")
        let found = try accesslab(
            "evaluate", "rows.csv", "--metric", "average_precision", "--replicates", "100", "--interval", "bca")
        #expect(found.output.contains("BCa"))
        try write(
            "score,label\n" + (0..<40).map { "\($0 % 17),\($0 % 3 / 2)" }.joined(separator: "\n"), to: "plain.csv")
        let closed = try accesslab("evaluate", "plain.csv", "--metric", "roc_auc", "--interval", "bca")
        #expect(closed.output.contains("not BCa: this is in closed form"), "\(closed.output)")
        #expect(try accesslab("evaluate", "rows.csv", "--interval", "exact").exitCode == 64)
    }

    @Test("names the file, the line and the field that are wrong")
    func malformed() throws {
        try write("score,label\n0.1,0\nhigh,1\n", to: "rows.csv")
        let outcome = try accesslab("evaluate", "rows.csv")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("rows.csv:3: the score \"high\""))
    }

    @Test("says of a damaged file why it breaks off, in a sentence")
    func damaged() throws {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + (0..<200).map { $0 &* 37 | 7 }
        try Data(bytes).write(to: accesslab.folder["rows.csv.gz"])
        let outcome = try accesslab("evaluate", "rows.csv.gz")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("rows.csv.gz: the file breaks off: "))
        #expect(!outcome.errors.contains("DamagedInput"))
    }

    @Test("counts a single pair, and shows metrics by week where the sealed test has two weeks")
    func study() throws {
        try accesslab.folder.write(
            """
            datasets:
              - simulate: {organisation: block-model, users: 40, departments: 2, shares: 30, days: 40, hub_shares: 2, \
            projects: 1}
            protocol: {split: {type: time, train: 0.3, validation: 0.2, test: 0.5}}
            injection: [{scenario: uniform-pairs, count: 30}]
            seeds: {replicates: 2}
            algorithms: [{id: popularity}, {id: random}]
            """, to: "weeks.yaml")
        let run = try accesslab("run", "weeks.yaml")
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.contains("by week") && run.output.contains("area under time"))
        let compared = try accesslab("compare", "results/weeks")
        #expect(
            compared.output.contains("for 1 pair of algorithms by average_precision on macro alone;")
                && !compared.output.contains("1 pairs"))
        #expect(compared.output.contains("t test that counts what the replicates' common cases bring"))
        let byCases = try accesslab("compare", "results/weeks", "--cases", "--metric", "recall_at_budget@5")
        #expect(byCases.exitCode == 0, "\(byCases.errors)")
        #expect(byCases.output.contains("recall_at_budget@5") && !byCases.output.contains("tpr_at"))
    }

    @Test("does not compare a study with itself", arguments: ["study", "./study", "other/../study"])
    func twice(path: String) throws {
        let outcome = try accesslab("compare", "study", path)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("\(path) is named twice"))
    }

    @Test("compares only what is a study")
    func compare() throws {
        let outcome = try accesslab("compare", "nothing")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("nothing is no study"))
    }
}
