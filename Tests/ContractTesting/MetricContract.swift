public import Evaluation
import Interactions
import Statistics
import Testing

/// What every metric promises.
///
/// ```swift
/// @Test("keeps its promises", arguments: MetricContract.Promise.allCases)
/// func contract(promise: MetricContract.Promise) throws { try MetricContract(MyMetric()).check(promise) }
/// ```
public struct MetricContract {
    private let metric: any Metric

    /// - Parameter metric: the metric to be checked.
    public init(_ metric: any Metric) {
        self.metric = metric
    }

    /// One of the promises, so that tests can report each by itself.
    public enum Promise: String, CaseIterable, Sendable {
        /// It has a name, a definition and a reference.
        case describesItself
        /// Its values lie in its range.
        case keepsToItsRange
        /// It is the same for scores in another scale of the same order.
        case goesByOrder
        /// It is undefined with a reason, and never NaN, where a class, users, attacks or time are missing.
        case saysWhatIsMissing
        /// It takes a case of weight two for two equal cases.
        case countsWeights
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: `StatisticsError` where cases cannot be ranked.
    public func check() throws {
        for promise in Promise.allCases { try check(promise) }
    }

    /// Checks one promise; where it is broken, the test that calls this has an issue.
    ///
    /// - Throws: `StatisticsError` where cases cannot be ranked.
    public func check(_ promise: Promise) throws {
        switch promise {
        case .describesItself: checkDescription()
        case .keepsToItsRange: try checkRange()
        case .goesByOrder: try checkOrder()
        case .saysWhatIsMissing: try checkMissing()
        case .countsWeights: for isRounded in [false, true] { try checkWeights(isRounded: isRounded) }
        }
    }

    private func checkDescription() {
        #expect(metric.definition.hasSuffix("."), "\(metric.name) has no definition")
        #expect(!metric.reference.isEmpty, "\(metric.name) has no reference")
        #expect(!metric.name.isEmpty && !metric.name.contains(" ") && !metric.name.contains("@"), "\(metric.name)")
        #expect(!metric.range.lowerBound.isNaN && !metric.range.upperBound.isNaN)
    }

    private func checkRange() throws {
        for shift in [-3.0, 0, 1, 100] {
            for (budget, value) in values(try MadeUpCases.ranked(MadeUpCases.all { $1 + ($0 ? shift : 0) })) {
                guard let number = value.number else { continue }
                #expect(metric.range.contains(number), "\(metric.name) at \(budget) is \(number)")
            }
        }
    }

    private func checkOrder() throws {
        let plain = try MadeUpCases.ranked(MadeUpCases.all { $1 + ($0 ? 1 : 0) })
        let curved = try MadeUpCases.ranked(
            MadeUpCases.all { isInjected, noise in
                let score = noise + (isInjected ? 1 : 0)
                return score * score * score - 7
            })
        #expect(values(plain) == values(curved), "\(metric.name) goes by the scale of the scores")
    }

    private func checkMissing() throws {
        let all = MadeUpCases.all { $1 + ($0 ? 1 : 0) }
        let benign = try MadeUpCases.ranked(all.filter { !$0.isInjected })
        let bare = try MadeUpCases.ranked(
            all.map { ScoredCases.Case(score: $0.score, isInjected: $0.isInjected) }, days: nil)
        let others = [
            benign, bare, try MadeUpCases.ranked(all.filter(\.isInjected)), try MadeUpCases.ranked([]),
            try MadeUpCases.ranked(all, days: 3..<3),
        ]
        for cases in others {
            for (budget, value) in values(cases) {
                switch value {
                case .defined(let number): #expect(number.isFinite, "\(metric.name) at \(budget)")
                case .undefined(let reason), .never(let reason):
                    #expect(!reason.isEmpty, "\(metric.name) at \(budget)")
                }
            }
        }
        let needsLabels = !metric.needs.isDisjoint(with: [.labels, .attacks])
        let needsMore = !metric.needs.isDisjoint(with: [.time, .users, .attacks])
        #expect((value(benign).number == nil) == needsLabels, "\(metric.name) needs labels, or does not")
        #expect(value(bare).number == nil || !needsMore, "\(metric.name) does not need what it says")
    }

    private func checkWeights(isRounded: Bool) throws {
        // With rounding, most scores are tied.
        let cases = MadeUpCases.all { isInjected, noise in
            let score = noise + (isInjected ? 1 : 0)
            return isRounded ? score.rounded() : score
        }
        let random = RandomStream(seed: Seed(8))
        // An attack counts as a whole: its copies are attacks of their own.
        let ofAttack = (0..<30).map { _ in random.index(below: 3) }
        let counts = cases.map { $0.attack < 0 ? random.index(below: 3) : ofAttack[Int($0.attack)] }
        var copies: [ScoredCases.Case] = []
        for (item, count) in zip(cases, counts) {
            for copy in 0..<count {
                copies.append(item)
                if item.attack >= 0 { copies[copies.count - 1].attack += Int32(100 * copy) }
            }
        }
        let weighted = values(try MadeUpCases.ranked(cases, weights: counts.map(Double.init)))
        for (budget, value) in values(try MadeUpCases.ranked(copies)) {
            let other = try #require(weighted[budget])
            guard let number = value.number else {
                #expect(other == value, "\(metric.name) at \(budget)")
                continue
            }
            #expect(abs(try #require(other.number) - number) < 1e-9, "\(metric.name) at \(budget)")
        }
    }

    /// The values by the budgets.
    private func values(_ cases: RankedCases) -> [Double: MetricValue] {
        var values: [Double: MetricValue] = [:]
        for budget in metric.isBudgeted ? [1.0, 5, 20] : [0] {
            values[budget] = metric.value(
                for: cases.taken(as: metric.unit), alerts: AlertBudget(cases, budget: budget))
        }
        return values
    }

    private func value(_ cases: RankedCases) -> MetricValue {
        metric.value(
            for: cases.taken(as: metric.unit), alerts: AlertBudget(cases, budget: metric.isBudgeted ? 5 : 0))
    }
}

/// Cases that are drawn, the same each time.
package enum MadeUpCases {
    /// 30 attacks of three accesses among 600 benign ones of 40 users in ten days.
    package static func all(
        score: (_ isInjected: Bool, _ noise: Double) -> Double?
    ) -> [ScoredCases.Case] {
        let random = RandomStream(seed: Seed(5))
        return (0..<690).map { index in
            let attack = index < 90 ? Int32(index / 3) : -1
            let noise = random.gaussian()
            return ScoredCases.Case(
                score: score(attack >= 0, noise), isInjected: attack >= 0, scenario: attack < 0 ? -1 : 0,
                attack: attack, user: Int32(random.index(below: 40)),
                microseconds: Int64(random.index(below: 240)) * 3_600_000_000)
        }
    }

    /// - Parameter weights: of the cases in their order; nil where each counts once.
    package static func ranked(
        _ cases: [ScoredCases.Case], days: Range<Int>? = 0..<10, weights: [Double]? = nil
    ) throws -> RankedCases {
        let window = ScoredCases.Window(days: days, activeUsers: 40, accesses: 5_000)
        let ranked = RankedCases(
            try ScoredCases(cases, window: window, policy: .rankLast, scenarios: ["attack"]))
        guard let weights else { return ranked }
        return ranked.reweighted(ranked.cases.order.map { weights[Int($0)] })
    }
}
