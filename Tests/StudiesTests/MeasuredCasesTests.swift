import Evaluation
import Experiments
import Foundation
import Statistics
import Studies
import StudySupport
import Testing
import TestSupport

@Suite("What a study's measurements are of")
struct MeasuredCasesTests {
    private let folder = TemporaryFolder()

    @Test("are cases of which a known fraction is injected, and budgets that allow only so much")
    func cases() throws {
        let result = try StudyWatch().run(.tiny(), in: folder["s"])
        let dataset = try #require(result.datasets.first), cases = try #require(dataset.cases)
        let fraction = try #require(cases.injectedFraction(of: Evaluation.pooled))
        #expect(fraction > 0 && fraction < 1)
        // A scorer that knows nothing has the fraction of injected cases as its average precision.
        for slice in Set(cases.random.map(\.slice)) where slice != Evaluation.macro && !slice.contains("/") {
            let random = try #require(cases.random("average_precision", on: slice))
            #expect(abs(random - (try #require(cases.injectedFraction(of: slice)))) < 0.02)
            #expect(cases.attainable("average_precision", on: slice) == 1)
        }
        var bounded = 0
        for entry in dataset.ranking {
            for measurement in entry.testMeans where measurement.metric.hasPrefix("recall_at_budget") {
                // A slice without benign cases of its own has no ceiling.
                guard let most = cases.attainable(measurement.metric, on: measurement.slice) else { continue }
                bounded += 1
                #expect(try #require(measurement.value.number) <= most + 1e-12)
            }
        }
        #expect(bounded > 0)
        let points = try #require(dataset.operation).operatingPoints
        #expect(points.allSatisfy { $0.achieved.restatedPrecision?.count == 2 && $0.achieved.injectedFraction != nil })
    }

    @Test("have means whose intervals stay in their range and are no narrower than their cases say")
    func means() throws {
        let result = try StudyWatch().run(.tiny(), in: folder["s"])
        let entry = try #require(result.datasets.first?.ranking.first)
        var nested = 0
        for mean in entry.testMeans {
            guard let interval = mean.interval, let value = mean.value.number else { continue }
            let range = Metrics.standard.range(of: mean.metric)
            #expect(range.contains(interval.lowerBound) && range.contains(interval.upperBound), "\(mean)")
            #expect(interval.contains(value))
            if mean.method?.hasPrefix("nested bootstrap") ?? false { nested += 1 }
        }
        #expect(nested > 0)
        let best = try #require(result.datasets.first?.best?.best)
        #expect(!best.members.isEmpty)
        // Read again, nothing changes.
        let again = try StudyWatch().run(.tiny(), in: folder["s"])
        #expect(again.datasets.first?.ranking.first?.testMeans == entry.testMeans)
        #expect(again.datasets.first?.cases == result.datasets.first?.cases)
    }

    @Test("are as many replicates as the size of the data allows")
    func replicates() {
        var seeds = SeedSpecification()
        #expect(seeds.replicates(forTrainingPairs: 199_999) == 10)
        #expect(seeds.replicates(forTrainingPairs: 200_000) == 3)
        seeds.replicates = 5
        #expect(seeds.replicates(forTrainingPairs: 1) == 5)
    }
}
