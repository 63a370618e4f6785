import Evaluation
import Foundation
import Interactions

/// Results of other programs, written by `Tests/Oracles/evaluation_metrics.py`.
enum Fixtures {
    /// The cases in `Fixtures/<file>.json`.
    ///
    /// Ends the tests where the file is missing or not as expected: every test that needs it would fail in the same
    /// way.
    static func read<Case: Decodable>(_ file: String) -> [Case] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(file).json")
        do {
            return try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
        } catch {
            fatalError("\(url.path()), which a script in Tests/Oracles writes, cannot be read: \(error)")
        }
    }

    /// A measurement; nil where it is undefined.
    struct Expected: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            number = try? decoder.singleValueContainer().decode(Double.self)
        }
    }

    /// Scored accesses with the measurements of each slice by name.
    struct CaseTable: Decodable {
        struct Columns: Decodable {
            let score: [Double?]
            let injected: [Int]
            let scenario: [Int32]
            let attack: [Int32]
            let user: [Int32]
            let time: [Int64]

            private enum CodingKeys: String, CodingKey {
                case score, injected, scenario, user, time
                case attack = "incident"
            }
        }

        static let all: [CaseTable] = read("worlds")

        let days: [Int]
        let users: Int
        let accesses: Int
        let policy: UnscorablePolicy
        let columns: Columns
        let expected: [String: [String: Expected]]

        var cases: ScoredCases {
            get throws {
                let cases = columns.score.indices.map { index in
                    ScoredCases.Case(
                        score: columns.score[index], isInjected: columns.injected[index] == 1,
                        scenario: columns.scenario[index], attack: columns.attack[index],
                        user: columns.user[index], microseconds: columns.time[index])
                }
                return try ScoredCases(
                    cases,
                    window: ScoredCases.Window(days: days[0]..<days[1], activeUsers: users, accesses: accesses),
                    policy: policy, scenarios: ["s0", "s1"])
            }
        }
    }

    /// A ranking by counts of negatives and positives at each score, from the highest.
    struct Ranking: Decodable {
        static let all: [Ranking] = read("rankings")

        let negatives: [Int]
        let positives: [Int]
        let expected: [String: Expected]

        /// The cases, spread over a week.
        var cases: ScoredCases {
            get throws {
                var cases: [ScoredCases.Case] = []
                for (level, counts) in zip(negatives, positives).enumerated() {
                    for (isInjected, count) in [(false, counts.0), (true, counts.1)] {
                        for _ in 0..<count {
                            let day = Int64(cases.count % 7) * 86_400_000_000
                            cases.append(
                                ScoredCases.Case(score: -Double(level), isInjected: isInjected, microseconds: day))
                        }
                    }
                }
                return try ScoredCases(
                    cases, window: ScoredCases.Window(days: 0..<7, activeUsers: 100, accesses: cases.count),
                    policy: .rankLast, scenarios: [])
            }
        }
    }
}
