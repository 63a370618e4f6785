import AccessLogs
import Evaluation
import Files
import Foundation
import Interactions
import Statistics
import Testing

@Suite("A table of scored rows")
struct ScoredTableTests {
    /// Reads rows through a file that is removed at once.
    private func table(_ text: String, name: String = "rows.csv") throws -> ScoredTable {
        let path = NSTemporaryDirectory() + "accesslab-\(UUID().uuidString)-\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try ScoredTable(.path(path))
    }

    private func problem(_ text: String) -> String? {
        do {
            _ = try table(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static let scores = (
        a: [0.10, 0.20, 0.35, 0.40, 0.40, 0.55, 0.60, 0.62, 0.40, 0.65, 0.80, 0.90],
        b: [0.30, 0.10, 0.55, 0.20, 0.45, 0.15, 0.70, 0.35, 0.50, 0.60, 0.65, 0.95]
    )

    private func twelve(_ scores: [Double]) throws -> ScoredTable {
        let rows = scores.enumerated().map { "\($1),\($0 < 8 ? 0 : 1)" }
        return try table("score,label\n" + rows.joined(separator: "\n"))
    }

    private func evaluation(_ tables: [(String, ScoredTable)]) throws -> TableEvaluation {
        try TableEvaluation(
            tables,
            settings: TableEvaluation.Settings(
                metrics: [ROCAUC(), AveragePrecision()], budgets: [], policy: .rankLast,
                intervals: IntervalEstimation(replicates: 200, seed: Seed(1)), margin: 0.01))
    }

    @Test("of twelve rows has the published area, precision and intervals")
    func published() throws {
        let evaluation = try evaluation([("a", twelve(Self.scores.a)), ("b", twelve(Self.scores.b))])
        func measurement(_ file: Int, _ metric: String) throws -> Evaluation.Measurement {
            try #require(
                evaluation.files[file].measurements.first {
                    $0.metric == metric && $0.slice == "pooled"
                })
        }
        #expect(abs(try #require(measurement(0, "roc_auc").value.number) - 0.875) < 1e-12)
        #expect(abs(try #require(measurement(1, "roc_auc").value.number) - 0.875) < 1e-12)
        #expect(abs(try #require(measurement(0, "average_precision").value.number) - 0.861111) < 1e-6)
        #expect(abs(try #require(measurement(1, "average_precision").value.number) - 0.770833) < 1e-6)
        #expect(try measurement(0, "roc_auc").method?.hasPrefix("Newcombe") == true)
        let test = evaluation.comparisons[0].tests[0]
        #expect(test.difference == 0)
        guard case .refused(let reason) = test.outcome else {
            Issue.record("four injected cases are too few")
            return
        }
        #expect(reason.hasPrefix("4 injected and 8 benign cases"))
    }

    @Test("takes JSON lines as well as CSV, with or without optional columns")
    func forms() throws {
        let csv = try table("user,score,label,time\nu,1.5,injected,2026-01-01\nv,,benign,2026-01-03\n")
        let json = try table(
            """
            {"user": "u", "score": 1.5, "label": 1, "time": "2026-01-01"}
            {"user": "v", "score": null, "label": false, "time": "2026-01-03"}
            """, name: "rows.jsonl")
        #expect(csv.cases == json.cases)
        #expect(csv.cases.map(\.score) == [1.5, nil])
        #expect(csv.columns == [.score, .label, .user, .time])
        let window = try csv.ranked(policy: .rankLast).window
        #expect(window.days?.count == 3)
        #expect(window.activeUsers == 2)
    }

    @Test("takes what one user does in one scenario for an attack where the file names none")
    func attacks() throws {
        let table = try table("score,label,user,scenario\n1,1,u,s\n2,1,u,s\n3,1,v,s\n4,1,u,t\n0,0,u,\n")
        #expect(table.cases.map(\.attack) == [0, 0, 1, 2, -1])
    }

    @Test("without users and attacks has its rows taken as independent, in so many words")
    func independent() throws {
        let rows = (0..<60).map { "\(($0 * 7) % 23),\($0 % 4 == 0 ? 1 : 0),\($0 % 4 == 0 ? "s" : "")" }
        let named = "score,label,scenario\n" + rows.joined(separator: "\n")
        let users = rows.enumerated().map { "\($1),u\($0 % 12)" }
        let clustered = "score,label,scenario,user\n" + users.joined(separator: "\n")
        let alone = try evaluation([("a", table(named)), ("b", table(named))])
        let known = try evaluation([("a", table(clustered)), ("b", table(clustered))])
        for (found, isTaken) in [(alone, true), (known, false)] {
            let measurements = found.files[0].measurements.filter { $0.interval != nil }
            #expect(measurements.count >= 4)
            #expect(measurements.allSatisfy { $0.method?.contains("rows taken as independent") == isTaken })
        }
        #expect(try table(clustered).cases.filter(\.isInjected).allSatisfy { $0.attack >= 0 })
    }

    @Test("says where and what is wrong")
    func malformed() {
        #expect(problem("score,user\n1,u\n")?.contains("there is no column 'label'") == true)
        #expect(problem("score,label\n1,maybe\n")?.contains(":2: the label \"maybe\"") == true)
        #expect(problem("score,label\nnan,1\n")?.contains(":2: the score \"nan\"") == true)
        #expect(problem("score,label,weight\n1,1,-1\n")?.contains(":2: the weight \"-1\"") == true)
        #expect(
            problem("score,label,weight\n.1,1,1e308\n.2,0,1e308\n")?.contains(":2: the column weight sums to more")
                == true)
        #expect(problem("score,label,weight\n.1,1,9e99\n.2,0,9e99\n")?.contains(":3: the column weight") == true)
        #expect(problem("score,label,time\n1,1,soon\n")?.contains(":2: the time \"soon\"") == true)
        #expect(problem("score,label\n1,1,2\n")?.contains(":2: the row has 3 columns") == true)
        #expect(problem("score,label,Score\n1,1,2\n")?.contains(":1: the column 'score' occurs 2 times") == true)
        #expect(problem("score,label,note,note\n1,1,,\n1,0,,\n") == nil)
        #expect(problem("score,label\n")?.contains("the file holds no row") == true)
        #expect(problem("")?.contains("the file is empty") == true)
        #expect(
            problem("{\"score\": 1, \"label\": {\"a\": 1}}")?.contains(":1: the field 'label' holds a JSON object")
                == true)
        #expect(
            problem("{\"score\": 1, \"label\": 0}\n{\"score\": 1, \"label\": [1]}")?
                .contains(":2: the field 'label' holds a JSON array") == true)
        #expect(problem("{\"score\": 1,\n")?.contains(":1: the line is not valid JSON") == true)
    }

    @Test("of times that lie implausibly far apart is refused, naming the rows")
    func span() throws {
        let far = problem("score,label,time\n1,1,2026-01-05\n.1,1,1601-01-01\n.2,0,9999-01-01\n")
        #expect(far?.contains("from 1601-01-01T00:00:00Z") == true)
        #expect(far?.contains(":3) to 9999-01-01T00:00:00Z") == true)
        #expect(far?.contains(":4)") == true && far?.contains("leave out the column time") == true)
        #expect(problem("score,label,time\n1,1,1601-01-01\n.1,1,\n.2,0,9999-01-01\n") == nil)
        let near = try evaluation([("a", table("score,label,time\n1,1,2016-01-01\n2,0,2026-01-07\n"))])
        #expect(near.files[0].days?.count == 3_660)
    }

    @Test("is compared with one whose rows stand in another order, and with no other rows")
    func alignment() throws {
        let first = try table("score,label,user\n1,0,a\n2,1,b\n3,0,c\n")
        let second = try table("score,label,user\n30,0,c\n10,0,a\n20,1,b\n")
        #expect(try first.scored(as: second).cases.map(\.score) == [10, 20, 30])
        let other = try table("score,label,user\n1,0,a\n2,0,b\n3,0,c\n")
        #expect(throws: ComparisonError.self) { try first.scored(as: other) }
        let shorter = try table("score,label,user\n1,0,a\n")
        #expect(throws: ComparisonError.self) { try first.scored(as: shorter) }
        let twins = try table("score,label,user\n1,0,a\n2,0,a\n2,1,b\n")
        let swapped = try table("score,label,user\n2,1,b\n1,0,a\n2,0,a\n")
        #expect(throws: ComparisonError.self) { try twins.scored(as: swapped) }
    }

    /// Three files of the same attacks and users; a file's quality shifts its attacks.
    private func files(_ qualities: [Double], attacks: Int = 20) throws -> [(String, ScoredTable)] {
        try qualities.enumerated().map { index, quality in
            let random = RandomStream(seed: Seed(UInt64(index + 1)))
            let rows = (0..<attacks * 2 + 200).map { row in
                let attack = row < attacks * 2 ? "i\(row / 2)" : ""
                let score = random.gaussian() + (attack.isEmpty ? 0 : quality)
                return "\(score),\(attack.isEmpty ? 0 : 1),u\(row % 25),\(attack)"
            }
            return ("f\(index)", try table("score,label,user,incident\n" + rows.joined(separator: "\n")))
        }
    }

    @Test("has the p-values of both measures and of all pairs corrected after Holm, and stars by these")
    func holm() throws {
        let evaluation = try evaluation(files([1.8, 1, 0.9]))
        let tests = evaluation.comparisons.flatMap(\.tests)
        let raw = tests.compactMap { test -> Double? in
            guard case .performed(let result) = test.outcome else { return nil }
            return result.pValue
        }
        #expect(raw.count == 6 && evaluation.correctedTests == 6)
        #expect(tests.compactMap(\.correctedPValue) == (try MultipleTests.holm(raw)))
        #expect(tests.allSatisfy { $0.isSignificant == (($0.correctedPValue ?? 1) <= 0.05) })
        // Something was to be corrected.
        #expect(zip(tests, raw).contains { ($0.correctedPValue ?? 0) > $1 })
        // Of a single pair there are still two measures.
        let single = try self.evaluation(files([1.8, 1])).comparisons[0].tests
        let pValues = single.compactMap { test -> Double? in
            if case .performed(let result) = test.outcome { result.pValue } else { nil }
        }
        #expect(single.compactMap(\.correctedPValue) == (try MultipleTests.holm(pValues)) && pValues.count == 2)
    }

    @Test(
        "has doubts about weights, dropped rows, lonely users, merged incidents and empty days, and none without these")
    func doubts() throws {
        let random = RandomStream(seed: Seed(4))
        /// Rows of 40 users over 20 days, with two rows of each of 20 attacks.
        func rows(
            weight: (Double, Bool) -> Double = { _, _ in 1 }, isScored: (Bool) -> Bool = { _ in true },
            user: (Int) -> Int = { $0 % 40 }, incident: (Int) -> Int = { $0 / 2 }, day: (Int) -> Int = { $0 % 20 }
        ) throws -> ScoredTable {
            let lines = (0..<240).map { row -> String in
                let isInjected = row < 40, score = random.gaussian() + (isInjected ? 1 : 0)
                let text = isScored(isInjected) ? "\(score)" : ""
                return "\(text),\(isInjected ? 1 : 0),u\(isInjected ? row / 2 : user(row)),r\(row),"
                    + "\(isInjected ? "i\(incident(row))" : ""),"
                    + "\(weight(score, isInjected)),\(Timestamp(microseconds: Int64(day(row)) * Timestamp.day + Int64(row)))"
            }
            return try table("score,label,user,resource,incident,weight,time\n" + lines.joined(separator: "\n"))
        }
        #expect(try rows().doubts().isEmpty)
        // Weights that say nothing of scores do no harm.
        #expect(try rows(weight: { _, isInjected in isInjected ? 3 : 1 }).doubts().isEmpty)
        let weighted = try rows(weight: { score, isInjected in (score > 0.5) == isInjected ? 1 : 0.2 }).doubts()
        #expect(weighted.count == 1 && weighted[0].contains("the column weight takes the area"))
        var number = 0
        let holes = try rows(isScored: { isInjected in
            number += 1
            return !isInjected || number % 2 == 0
        })
        #expect(holes.doubts().isEmpty)
        for policy in [UnscorablePolicy.drop, .rankFirst] {
            #expect(
                holes.doubts(policy: policy).first?.hasPrefix("20 of 40 injected rows and 0 of 200 benign rows") == true
            )
        }
        #expect(try rows(user: { $0 }).doubts().first?.contains("200 benign rows have 200 users") == true)
        let merged = try rows(incident: { $0 / 20 }).doubts()
        #expect(merged.first?.hasPrefix("2 of 2 incidents have rows of several users, 40 rows") == true)
        #expect(try rows(day: { $0 % 20 * 24 }).doubts().first?.hasPrefix("only 20 of the 457 days") == true)
    }

    @Test("names the measures that the tests are about, and their differences")
    func testedMeasures() throws {
        let comparison = try #require(try evaluation(files([1.5, 1])).comparisons.first)
        let test = comparison.tests[1]
        guard case .performed(let result) = test.outcome else {
            Issue.record("\(test.outcome)")
            return
        }
        #expect(comparison.tests.map(\.metric) == ["roc_auc", "average_precision"])
        #expect(abs(try #require(test.difference) - result.statistic) < 1e-12)
    }

    @Test("is compared by the metrics that were asked for at each budget, with a reason where there is no difference")
    func compared() throws {
        let evaluation = try TableEvaluation(
            files([1.5, 1]),
            settings: TableEvaluation.Settings(
                metrics: [ROCAUC()], compared: [RecallAtBudget(), HoursToDetection(), RPrecision()], budgets: [5, 10],
                policy: .rankLast, intervals: IntervalEstimation(replicates: 50, seed: Seed(1)), margin: 0.01))
        let differences = evaluation.comparisons[0].differences
        #expect(
            differences.map(\.metric) == [
                "recall_at_budget@5", "recall_at_budget@10", "hours_to_detection@5", "hours_to_detection@10",
                "r_precision",
            ])
        for difference in differences {
            switch difference.estimate {
            case .success(let estimate): #expect(estimate.interval != nil && difference.equivalence != nil)
            case .failure(let reason):
                #expect(difference.metric.hasPrefix("hours_to_detection"))
                #expect(reason.description.contains("time"))
            }
        }
    }

    @Test("is tested at the level that was asked for, and not at all with few attacks")
    func level() throws {
        func test(_ level: Double, attacks: Int) throws -> TableEvaluation.Test {
            try TableEvaluation(
                files([1.1, 1], attacks: attacks),
                settings: TableEvaluation.Settings(
                    metrics: [ROCAUC()], budgets: [], policy: .rankLast,
                    intervals: IntervalEstimation(level: level, replicates: 20, seed: Seed(1)), margin: 0.01)
            ).comparisons[0].tests[1]
        }
        guard case .refused(let reason) = try test(0.95, attacks: 19).outcome else {
            Issue.record("nineteen attacks are too few")
            return
        }
        #expect(reason.contains("19 attacks and 25 benign users are too few"))
        let p = try #require(try test(0.95, attacks: 20).correctedPValue)
        #expect((0.01..<0.99).contains(p))
        #expect(try test(1 - p - 0.001, attacks: 20).isSignificant)
        #expect(try !test(1 - p + 0.001, attacks: 20).isSignificant)
    }

    @Test("is not compared with one of other weights, and names the columns of its own file")
    func weights() throws {
        let plain = try table("score,label\n1,0\n2,1\n3,0\n")
        let weighted = try table("score,label,weight\n1,0,2\n2,1,1\n3,0,1\n")
        let error = #expect(throws: ComparisonError.self) { try plain.scored(as: weighted) }
        #expect(error?.description.contains("row 1 has the weight 1.0 in one file and 2.0 in the other") == true)
        let timed = try table("score,label,tenant\n1,0,\n2,1,\n3,0,\n")
        let ones = try table("score,label,weight\n1,0,1\n2,1,1\n3,0,1\n")
        let found = try evaluation([("a", timed), ("b", ones)])
        #expect(found.files.map(\.columns) == [["score", "label"], ["score", "label", "weight"]])
    }

    @Test("of one class, or of equal scores, has undefined measurements or chance, never a number by accident")
    func degenerate() throws {
        let one = try evaluation([("one", table("score,label\n1,0\n2,0\n"))])
        #expect(one.files[0].measurements.allSatisfy { $0.value.number == nil })
        let equal = try evaluation([("equal", table("score,label\n1,0\n1,0\n1,0\n1,1\n"))])
        let values = equal.files[0].measurements.filter { $0.slice == "pooled" }.map(\.value)
        #expect(values == [.defined(0.5), .defined(0.25)])
        #expect(equal.files[0].measurements.allSatisfy { $0.interval == nil })
    }
}
