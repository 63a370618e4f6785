import Evaluation
import Foundation
import Statistics
import Testing

@Suite("A measurement")
struct MeasurementTests {
    static let all: [Evaluation.Measurement] = [
        .init(metric: "roc_auc", slice: "pooled", value: .defined(0.75), interval: 0.5...0.875, method: "DeLong"),
        .init(metric: "recall_at_budget@10", slice: "macro", value: .defined(1), method: "no interval: equal"),
        .init(metric: "noise_rate@5", slice: "uniform-pairs", value: .defined(0.1)),
        .init(metric: "r_precision", slice: "tenant/a", value: .undefined("there is no injected case")),
    ]

    @Test("is the same after it was written and read", arguments: all)
    func coded(measurement: Evaluation.Measurement) throws {
        let data = try JSONEncoder().encode(measurement)
        #expect(try JSONDecoder().decode(Evaluation.Measurement.self, from: data) == measurement)
    }

    @Test("has an estimate where there is a value and an interval was asked for")
    func estimate() {
        #expect(Self.all.map { $0.estimate?.value } == [0.75, 1, nil, nil])
        #expect(Self.all[0].estimate.map { .init(metric: "roc_auc", slice: "pooled", $0) } == Self.all[0])
    }

    @Test("is read in the form of earlier files, with the same figures")
    func earlier() throws {
        let text =
            #"{"metric": "roc_auc", "scenario": "pooled", "value": 0.75, "low": 0.5, "high": 0.875, "method": "DeLong"}"#
        #expect(try JSONDecoder().decode(Evaluation.Measurement.self, from: Data(text.utf8)) == Self.all[0])
    }

    @Test(
        "has a value that is a number or the reason why there is none",
        arguments: [MetricValue.defined(0.5), .undefined("why"), .never("1 of 3 attacks is found")])
    func value(value: MetricValue) throws {
        let data = try JSONEncoder().encode([value])
        #expect(try JSONDecoder().decode([MetricValue].self, from: data) == [value])
    }
}
