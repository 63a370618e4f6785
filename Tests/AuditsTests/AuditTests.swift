@testable import Audits
import Concurrency
import Evaluation
import Foundation
import Lints
import Parameters
import Statistics
import Studies
import Testing

@Suite("The audits")
struct AuditTests {
    /// Makes an audit in its short form.
    private func checks(_ audit: any Audit, _ extent: AuditWork.Extent = .short) throws -> [AuditCheck] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("accesslab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try audit.checks(AuditWork(extent, workers: Workers(2), folder: folder))
    }

    private func failures(_ audit: any Audit) throws -> Set<String> {
        Set(try checks(audit).filter { $0.verdict == .failure }.map(\.name))
    }

    @Test(
        "find nothing wrong with the program, in their short form",
        arguments: Audits.standard(StudyComponents()).all.map(\.id))
    func sound(id: String) throws {
        let audit = try #require(Audits.standard(StudyComponents()).all.first { $0.id == id })
        let checks = try checks(audit)
        #expect(!checks.isEmpty)
        for check in checks { #expect(check.verdict == .pass, "\(check.name): \(check.sentence)") }
        #expect(Set(checks.map(\.name)).count == checks.count)
    }

    @Test("know a definition of every metric, with values to compare")
    func definitions() throws {
        let checks = try checks(MetricsByDefinition(.standard))
        #expect(checks.map(\.name) == Metrics.standard.ids)
        for check in checks { #expect(!check.detail.hasPrefix("0 values"), "\(check.name)") }
    }

    @Test("find a metric that is wrong by a little, or in ties alone, and one that they know nothing of")
    func wrongMetric() throws {
        let wrong: [any Metric] = [
            Disguised(ROCAUC()) { value, _ in value + 1e-8 },
            // As where equal scores counted as wins.
            Disguised(AveragePrecision()) { value, cases in
                Set(cases.cases.scores).count == cases.cases.count ? value : min(1, value * 1.001)
            },
            RecallAtBudget(),
        ]
        #expect(try failures(MetricsByDefinition(Metrics(wrong))) == ["roc_auc", "average_precision"])
        let unknown = try checks(MetricsByDefinition(Metrics([FirstIsInjected()])))
        #expect(unknown.map(\.verdict) == [.unchecked])
    }

    @Test("find that replicates alone say too much of the cases that they have in common, the more the more there are")
    func replicatesAlone() throws {
        // With the quantiles of Student's t for 97.5 % and R − 1 degrees of freedom.
        for (replicates, samples, quantile) in [(3, 60, 4.303), (10, 60, 2.262), (30, 20, 2.045)] {
            let pair = PairOfReplicates(
                replicates: replicates, users: 30, ofUser: 4, resources: 30, attacks: 60, withinUser: 0.3,
                withinResource: 0.2)
            let found = try (0..<samples).map { try pair.areas(Seed(18).derived("sample", $0)) }
            let most = BinomialBand.most(of: samples, each: 0.05)
            #expect(try found.count { try $0.test().pValue <= 0.05 } <= most)
            #expect(replicates == 3 || found.count { abs($0.mean) > quantile * $0.ofReplicates.squareRoot() } > most)
        }
    }

    @Test("find a test that says more than it should, and one that is made where it should be refused")
    func riggedTest() throws {
        func kind(refused: Set<String> = [], _ pValue: @escaping @Sendable (Double) -> Double?) -> EqualScorers {
            EqualScorers([
                .init("rigged", samples: (300, 300), refused: refused) { seed in
                    [("area", pValue(RandomStream(seed: seed).uniform()))]
                }
            ])
        }
        #expect(try failures(kind { $0 }).isEmpty)
        // Twice as often as the level says, which is too often at each of them.
        #expect(try failures(kind { $0 / 2 }).contains("rigged, area, p ≤ 0.1"))
        #expect(try failures(kind { $0 < 0.2 ? 0.01 : $0 }).count == 3)
        #expect(try failures(kind { _ in nil }) == ["rigged, area"])
        #expect(try failures(kind(refused: ["area"]) { $0 }) == ["rigged, area"])
        #expect(try failures(kind(refused: ["area"]) { _ in nil }).isEmpty)
    }

    @Test("find intervals that are too narrow, or missing")
    func narrow() throws {
        func kind(_ halfWidth: Double?) -> IntervalsHold {
            IntervalsHold([
                .init("rigged", samples: (300, 300)) { _, _ in
                    ["mean": 0]
                } intervals: { seed in
                    let mean = RandomStream(seed: seed).gaussian()
                    return [("mean", halfWidth.map { mean - $0...mean + $0 })]
                }
            ])
        }
        #expect(try failures(kind(1.96)).isEmpty)
        // For 86.6 %.
        #expect(try failures(kind(1.5)) == ["rigged, mean"])
        #expect(try failures(kind(nil)) == ["rigged, mean"])
        #expect(try checks(kind(2.5))[0].detail.hasSuffix("conservative"))
    }

    @Test("find a lint that says nothing, one that always speaks, and one that is gone")
    func bluntLint() throws {
        let lints = Lints.standard.all
        func failures(_ types: [any Lint.Type]) throws -> Set<String> {
            try self.failures(LintsCatch(StudyComponents(lints: Lints(types))))
        }
        let gone = try failures(lints.filter { $0.id != "rows-repeated" })
        #expect(!gone.isEmpty && gone.allSatisfy { $0.hasPrefix("rows-repeated: ") })
        let silent = try failures(lints.map { $0.id == "rows-repeated" ? SilentLint.self : $0 })
        #expect(silent == ["rows-repeated: the log was read twice"])
        let loud = try failures(lints.map { $0.id == "rows-repeated" ? LoudLint.self : $0 })
        #expect(loud.contains("rows-repeated: nothing is wrong"))
        #expect(loud.contains("rows-repeated: honest experiments"))
        let unknown = try checks(LintsCatch(StudyComponents(lints: Lints(lints + [NewLint.self]))))
        #expect(unknown.filter { $0.verdict == .unchecked }.map(\.name) == ["something-new: a deception"])
    }

    @Test("know a deception that each lint and each self-check has to catch, and more that are none")
    func deceptions() {
        for lint in Lints.standard.all + Lints.selfChecks.all {
            #expect(Deception.all.contains { $0.lint == lint.id && $0.expected != .pass }, "\(lint.id)")
        }
        #expect(Deception.all.count { $0.expected == .pass } >= 5)
    }

    @Test("find a promise of the program that is broken")
    func brokenPromise() throws {
        let components = StudyComponents(metrics: Metrics.standard.adding(FirstIsInjected()))
        #expect(try failures(SelfChecksPass(components)) == ["ties-by-input-order"])
    }

    @Test("go no further once asked to stop, and tell how far they are")
    func stopped() throws {
        for audit in Audits.standard(StudyComponents()).all.prefix(3) {
            let work = AuditWork(
                .short, workers: Workers(2), folder: FileManager.default.temporaryDirectory, isCancelled: { true })
            #expect(throws: CancellationError.self) { try audit.checks(work) }
        }
    }

    @Test("count a binomial band as its distribution says")
    func band() {
        // scipy.stats.binom.ppf(0.99, 400, 0.05), ppf(0.99, 60, 0.1), ppf(0.01, 300, 0.93)
        #expect(BinomialBand.most(of: 400, each: 0.05) == 31)
        #expect(BinomialBand.most(of: 60, each: 0.1) == 12)
        #expect(BinomialBand.fewest(of: 300, each: 0.93) == 268)
    }
}

/// A metric with something done to its values.
private struct Disguised: Metric {
    private let metric: any Metric
    private let change: @Sendable (Double, RankedCases) -> Double

    init(_ metric: any Metric, _ change: @escaping @Sendable (Double, RankedCases) -> Double) {
        self.metric = metric
        self.change = change
    }

    var name: String { metric.name }
    var higherIsBetter: Bool { metric.higherIsBetter }
    var isBudgeted: Bool { metric.isBudgeted }
    var needs: MetricNeeds { metric.needs }
    var definition: String { metric.definition }
    var reference: String { metric.reference }

    func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let found = metric.value(for: cases, alerts: alerts)
        return found.number.map { .defined(change($0, cases)) } ?? found
    }
}

private struct SilentLint: Lint {
    static let id = "rows-repeated"
    static let pitfall = "none"
    func check(_ subject: LintSubject) -> LintFinding { .pass("nothing") }
}

private struct LoudLint: Lint {
    static let id = "rows-repeated"
    static let pitfall = "none"
    func check(_ subject: LintSubject) -> LintFinding { .warning("something") }
}

private struct NewLint: Lint {
    static let id = "something-new"
    static let pitfall = "none"
    func check(_ subject: LintSubject) -> LintFinding { .pass("nothing") }
}
