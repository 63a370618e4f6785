import ContractTesting
import Evaluation
import Interactions
import Parameters
import Statistics
import Testing

@Suite("Every metric")
struct MetricPropertyTests {
    private static let budgets = [1.0, 5, 20]

    private func cases(score: (_ isInjected: Bool, _ noise: Double) -> Double?) -> [ScoredCases.Case] {
        MadeUpCases.all(score: score)
    }

    private func ranked(_ cases: [ScoredCases.Case], days: Range<Int>? = 0..<10) throws -> RankedCases {
        try MadeUpCases.ranked(cases, days: days)
    }

    @Test("keeps its promises", arguments: Metrics.standard.ids, MetricContract.Promise.allCases)
    func contract(name: String, promise: MetricContract.Promise) throws {
        try MetricContract(#require(Metrics.standard[name])).check(promise)
    }

    private func values(_ cases: RankedCases) -> [String: MetricValue] {
        var values: [String: MetricValue] = [:]
        for metric in Metrics.standard.all {
            for budget in metric.isBudgeted ? Self.budgets : [0] {
                values[metric.name + "@\(budget)"] = metric.value(for: cases, budget: budget)
            }
        }
        return values
    }

    private func value(_ name: String, _ cases: RankedCases, budget: Double = 0) throws -> Double? {
        try #require(Metrics.standard[name]).value(for: cases, budget: budget).number
    }

    @Test("has the value of chance where all scores are equal")
    func constant() throws {
        let cases = try ranked(cases { _, _ in 3 })
        let fraction = 90.0 / 690
        #expect(try value("roc_auc", cases) == 0.5)
        for name in ["average_precision", "r_precision", "precision_at_10", "precision_at_100"] {
            #expect(abs(try #require(try value(name, cases)) - fraction) < 1e-12)
        }
        #expect(try value("partial_auc_mcclish_to_1_percent_fpr", cases) == 0.5)
        #expect(abs(try #require(try value("partial_auc_raw_to_1_percent_fpr", cases)) - 0.000_05) < 1e-15)
        #expect(try value("tpr_at_1_percent_fpr", cases) == 0)
    }

    @Test("is perfect where all injected cases come first")
    func perfect() throws {
        let cases = try ranked(cases { isInjected, noise in noise + (isInjected ? 100 : 0) })
        let perfect = [
            "roc_auc", "average_precision", "r_precision", "precision_at_10", "tpr_at_1_percent_fpr",
            "partial_auc_mcclish_to_1_percent_fpr", "coverage", "injected_coverage", "benign_coverage",
        ]
        for name in perfect { #expect(abs(try #require(try value(name, cases)) - 1) < 1e-12, "\(name)") }
        for name in ["recall_at_budget", "incident_recall_at_budget"] {
            #expect(try value(name, cases, budget: 50) == 1)
        }
        #expect(try value("precision_at_budget", cases, budget: 1) == 1)
        #expect(
            try #require(Metrics.standard["precision_at_prevalence_1e-5_at_budget"]).value(for: cases, budget: 1)
                == .undefined(
                    "no benign case is among the alerts, and 600 of them resolve no false-positive rate below 1/600"))
        #expect(try value("hours_to_detection", cases, budget: 50) == 0)
        #expect(try value("rows_to_detection", cases, budget: 50) == 1)
        #expect(try value("noise_rate", cases, budget: 1) == 0)
        #expect(try value("false_positives_per_day_at_0.1_percent_fpr", cases) == 0)
    }

    @Test("of areas is one less the area where scores are reversed")
    func reversed() throws {
        let forward = try ranked(cases { $1 + ($0 ? 1 : 0) }), back = try ranked(cases { -$1 - ($0 ? 1 : 0) })
        let areas = try [forward, back].map { try #require(try value("roc_auc", $0)) }
        #expect(abs(areas[0] + areas[1] - 1) < 1e-12)
    }

    @Test("is undefined with a reason, and never NaN, where a class, users, attacks or time are missing")
    func missing() throws {
        let all = cases { $1 + ($0 ? 1 : 0) }
        let benign = values(try ranked(all.filter { !$0.isInjected }))
        let injected = values(try ranked(all.filter(\.isInjected)))
        let bare = values(
            try ranked(all.map { ScoredCases.Case(score: $0.score, isInjected: $0.isInjected) }, days: nil))
        let none = values(try ranked([]))
        let noDay = values(try ranked(all, days: 3..<3))
        for metric in Metrics.standard.all {
            let key = metric.name + (metric.isBudgeted ? "@5.0" : "@0.0")
            for found in [benign, injected, bare, none, noDay] {
                switch try #require(found[key]) {
                case .defined(let number): #expect(number.isFinite, "\(key)")
                case .undefined(let reason), .never(let reason): #expect(!reason.isEmpty)
                }
            }
            #expect((benign[key]?.number == nil) == !metric.needs.isDisjoint(with: [.labels, .attacks]), "\(key)")
            #expect(bare[key]?.number == nil || metric.needs.isDisjoint(with: [.time, .users, .attacks]), "\(key)")
        }
        #expect(bare["hours_to_detection@5.0"] == .undefined("the injected cases belong to no attack"))
        #expect(none["alert_gini@5.0"] == .undefined("no alert is raised"))
        #expect(noDay["benign_alerts_per_day@5.0"] == .undefined("the window has no day"))
    }

    @Test("that needs no labels measures the noise of a log without attacks")
    func unlabeled() throws {
        let quiet = try ranked(cases { $0 ? nil : $1 }.filter { !$0.isInjected })
        for metric in Metrics.standard.all where metric.needs.isDisjoint(with: [.labels, .attacks]) {
            #expect(metric.value(for: quiet, budget: 5).number != nil, "\(metric.name)")
        }
        #expect(try value("benign_alerts_per_day", quiet, budget: 5) == 5)
        #expect(try value("noise_rate", quiet, budget: 5) == 5.0 / 40)
        #expect(try value("benign_alerts_per_million_events", quiet, budget: 5) == 50 / 5_000 * 1e6)
    }
}
