import Foundation
import Statistics
import Testing

/// An interval of a measure of one scorer.
private enum IntervalKind: CaseIterable {
    case newcombe, logit, percentile, bca, precisionLogit, precisionPercentile, precisionBCa
}

/// How many of 1,000 intervals of 95 % held the true measure, for a kind of sample.
///
/// Measured with a program of its own, in C++, that draws the same samples and reads 600 replicates in the same ways.
/// Newcombe's interval takes cases for independent, which those of the last two kinds are not.
private struct Coverage: Sendable, CustomTestStringConvertible {
    let positiveClusters: Int
    var casesPerCluster = 1
    let separation: Double
    /// In percent, in the order of the kinds; the standard error is about 0.7.
    let measured: [Double]

    /// Areas of 0.76 and 0.90; five clusters of negatives for each with positives. Cases of one cluster share half of
    /// their variance.
    static let all = [
        Coverage(positiveClusters: 20, separation: 1, measured: [96.40, 96.30, 95.10, 96.00, 95.00, 93.30, 94.60]),
        Coverage(
            positiveClusters: 20, separation: 1.8124, measured: [97.50, 95.90, 93.10, 95.30, 96.20, 94.20, 95.90]),
        Coverage(positiveClusters: 50, separation: 1, measured: [96.10, 96.00, 95.30, 95.80, 94.50, 93.40, 94.50]),
        Coverage(
            positiveClusters: 50, separation: 1.8124, measured: [96.70, 95.70, 95.10, 95.70, 95.10, 93.50, 95.00]),
        Coverage(positiveClusters: 200, separation: 1, measured: [95.50, 95.70, 94.90, 95.40, 95.50, 95.40, 94.80]),
        Coverage(
            positiveClusters: 200, separation: 1.8124, measured: [96.00, 94.70, 93.90, 94.50, 95.60, 94.50, 95.60]),
        Coverage(
            positiveClusters: 20, casesPerCluster: 4, separation: 1,
            measured: [79.70, 93.50, 93.30, 94.00, 95.00, 95.20, 94.90]),
        Coverage(
            positiveClusters: 50, casesPerCluster: 4, separation: 1,
            measured: [80.30, 95.70, 95.50, 95.60, 95.70, 96.10, 95.50]),
    ]

    var testDescription: String {
        "\(positiveClusters) positive clusters of \(casesPerCluster), separation \(separation)"
    }

    private var world: Binormal {
        Binormal(
            positiveClusters: positiveClusters, negativeClusters: 5 * positiveClusters,
            casesPerCluster: casesPerCluster,
            withinClusters: casesPerCluster > 1 ? 0.5 : 0, separations: [separation])
    }

    /// The average precision of binormal scores of which a sixth are positives: ∫ of the precision over the recall.
    private var averagePrecision: Double {
        let steps = 20_000
        func above(_ score: Double) -> Double { erfc(score / 2.0.squareRoot()) / 2 }
        var sum = 0.0, previous = 0.0
        for step in 1...steps {
            let score = separation + 8 - 16 * Double(step) / Double(steps), recall = above(score - separation)
            sum += (recall - previous) * recall / (recall + 5 * above(score))
            previous = recall
        }
        return sum
    }

    /// The fraction of intervals that hold the true measure, for each kind.
    func fractions(repetitions: Int, replicates: Int, kinds: [IntervalKind]) throws -> [Double] {
        let world = world, area = world.area(0), precision = averagePrecision
        var covered = kinds.map { _ in 0.0 }
        for repetition in 0..<repetitions {
            let seed = Seed(77).derived("long", repetition), sample = world.sample(seed)
            func bootstrap(_ interval: BootstrapInterval) throws -> BootstrapReplicates {
                try sample.replicates(replicates, for: interval, seed: seed)
            }
            for (index, kind) in kinds.enumerated() {
                let estimate =
                    switch kind {
                    case .newcombe: try sample.delong().estimate()
                    case .logit: try bootstrap(.percentile).estimate(\.rocAUC, by: .logit)
                    case .precisionLogit: try bootstrap(.percentile).estimate(\.averagePrecision, by: .logit)
                    case .percentile: try bootstrap(.percentile).estimate(\.rocAUC)
                    case .bca: try bootstrap(.bca).estimate(\.rocAUC)
                    case .precisionPercentile: try bootstrap(.percentile).estimate(\.averagePrecision)
                    case .precisionBCa: try bootstrap(.bca).estimate(\.averagePrecision)
                    }
                let truth = kind == .precisionPercentile || kind == .precisionBCa ? precision : area
                if estimate.interval?.contains(truth) ?? false { covered[index] += 1 }
            }
        }
        return covered.map { $0 / Double(repetitions) }
    }

    /// Whether a fraction agrees with the measured one, within the 99 % band of both.
    func agrees(_ fraction: Double, _ kind: Int, repetitions: Int) -> Bool {
        let expected = measured[kind] / 100
        let deviation = (expected * (1 - expected) * (1 / Double(repetitions) + 1 / 1_000)).squareRoot()
        return abs(fraction - expected) <= 2.58 * deviation
    }
}

@Suite("The coverage of intervals")
struct CoverageTests {
    @Test("by Newcombe is what was measured", arguments: [0, 2, 6])
    func newcombe(index: Int) throws {
        let coverage = Coverage.all[index], repetitions = 200
        let fractions = try coverage.fractions(repetitions: repetitions, replicates: 0, kinds: [.newcombe])
        #expect(coverage.agrees(fractions[0], 0, repetitions: repetitions), "\(fractions)")
    }

    @Test("by the bootstrap is what was measured")
    func bootstrap() throws {
        let coverage = Coverage.all[0], repetitions = 200
        let fractions = try coverage.fractions(
            repetitions: repetitions, replicates: 200, kinds: [.logit, .percentile, .bca])
        for (kind, fraction) in fractions.enumerated() {
            #expect(coverage.agrees(fraction, kind + 1, repetitions: repetitions), "\(fraction)")
        }
    }

    @Test(
        "is what was measured, by 2,000 repetitions of 1,000 replicates",
        .enabled(if: ProcessInfo.processInfo.environment["ACCESSLAB_LONG_CHECKS"] != nil, "takes minutes"),
        arguments: Coverage.all.indices)
    func long(index: Int) throws {
        let coverage = Coverage.all[index]
        let fractions = try coverage.fractions(repetitions: 2_000, replicates: 1_000, kinds: IntervalKind.allCases)
        print(coverage.testDescription, fractions)
        for (kind, fraction) in fractions.enumerated() {
            #expect(coverage.agrees(fraction, kind, repetitions: 2_000), "\(fraction)")
        }
    }
}
