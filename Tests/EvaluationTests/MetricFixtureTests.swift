import Evaluation
import Parameters
import Testing

@Suite("Metrics agree with other programs")
struct MetricFixtureTests {
    @Test("on tables of users, days and attacks, in every slice", arguments: Fixtures.CaseTable.all.indices)
    func tables(index: Int) throws {
        let table = Fixtures.CaseTable.all[index]
        let evaluation = Evaluation(of: try table.cases, metrics: Metrics.standard.all, budgets: [1, 3, 8])
        for measurement in evaluation.measurements {
            try expect(
                measurement.value, table.expected[measurement.slice]?[measurement.metric],
                "\(measurement.metric), \(measurement.slice)")
        }
        #expect(evaluation.measurements.count == table.expected.values.reduce(0) { $0 + $1.count })
    }

    @Test("on rankings with many ties", arguments: Fixtures.Ranking.all.indices)
    func rankings(index: Int) throws {
        let ranking = Fixtures.Ranking.all[index]
        let cases = RankedCases(try ranking.cases)
        for (name, expected) in ranking.expected {
            try expect(try #require(Metrics.standard[name]).value(for: cases), expected, name)
        }
    }

    private func expect(_ value: MetricValue, _ expected: Fixtures.Expected?, _ name: String) throws {
        let expected = try #require(expected, "\(name)")
        guard let number = expected.number else {
            #expect(value.number == nil, "\(name)")
            return
        }
        let found = try #require(value.number, "\(name) is \(value)")
        #expect(abs(found - number) <= 1e-9 * max(1, abs(number)), "\(name): \(found) for \(number)")
    }
}
