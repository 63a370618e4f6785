import Statistics
import Testing

@Suite("The precision at another prevalence")
struct PrevalenceTests {
    @Test("is that of cases weighted to it", arguments: PrevalenceFixture.all)
    func oracle(fixture: PrevalenceFixture) throws {
        let precision = try RankingCurve.precision(
            truePositiveRate: fixture.truePositiveRate, falsePositiveRate: fixture.falsePositiveRate,
            prevalence: fixture.prevalence)
        #expect(isClose(precision, fixture.precision, within: 1e-12))
    }
}
