import AccessLogs
import Incidents
import Statistics
import Testing

@Suite("The incidents of recent days")
struct RecentIncidentsTests {
    /// Monday 2026-01-05.
    private let monday = 20_458

    private func recent(_ days: Range<Int>, _ evidence: (Int) -> [Double]) -> RecentIncidents {
        var recent = RecentIncidents(days: days)
        for day in days { for value in evidence(day) { recent.add(evidence: value, on: day) } }
        return recent
    }

    @Test(
        "have the m-th as the threshold of m on a mean day, so that m − 1 exceed it and the next window as often as m in n + 1"
    )
    func threshold() {
        let working = recent(monday..<monday + 5) { day in [1, 2, 3, 4].map { $0 + Double(day - monday) / 10 } }
        // Ten of the twenty are two a day: the tenth largest is 3.0.
        #expect(working.threshold(allowing: 2) == 3.0)
        #expect(abs(working.perDay(above: 3.0) - 9.0 / 5) < 1e-12)
    }

    @Test("count a week as five working days and two of the weekend, however many of each were seen")
    func weekends() {
        // Ten days from a Monday: eight of work with 6 incidents each, two of the weekend with 1 each.
        let days = recent(monday..<monday + 10) { day in
            Timestamp.isWeekend(day: day) ? [2] : [2, 2, 2, 2, 2, 2]
        }
        #expect(abs(days.perDay(above: 1) - (5 * 6 + 2 * 1) / 7.0) < 1e-12)
        #expect(days.perDay(above: 1, like: monday + 14) == 6)
        #expect(days.perDay(above: 1, like: monday + 12) == 1)
    }

    @Test("let all alert where there are fewer than are allowed, and never what has no evidence")
    func fewer() {
        let days = recent(monday..<monday + 5) { _ in [0.5, 0] }
        #expect(days.threshold(allowing: 2) == 0)
        #expect(days.perDay(above: 0) == 1)
        #expect(RecentIncidents(days: []).threshold(allowing: 1) == 0)
    }

    @Test("predict as many of later days as a negative binomial count that is known from so many")
    func prediction() {
        // Fifty days with ten each: no dispersion, so that the variance is that of a Poisson count and of the mean: for a
        // week of mean 70, 70 (1 + 70/500). scipy.stats.nbinom.ppf([.025, .975], 500, 500/570): 53 and 88.
        let days = recent(monday..<monday + 50) { _ in Array(repeating: 3, count: 10) }
        #expect(days.prediction(above: 2, days: 7) == 53...88)
        // What has just as much evidence as the threshold is one of those that it was to let pass.
        #expect(days.threshold(allowing: 10) == 3)
        #expect(days.prediction(above: 3, days: 7) == 53...88)
        // Where the threshold follows, the mean is kept: scipy.stats.poisson.ppf([.025, .975], 70).
        #expect(days.prediction(promising: 10, days: 7) == 54...87)
        // The variance of a single day hardly grows: 10 (1 + 10/500). scipy.stats.nbinom.ppf: 4 and 17.
        #expect(days.prediction(above: 2, days: 1) == 4...17)
    }

    @Test("predict wider where days differ more than Poisson counts do")
    func dispersion() {
        let even = recent(monday..<monday + 40) { _ in Array(repeating: 3, count: 10) }
        let uneven = recent(monday..<monday + 40) { Array(repeating: 3, count: $0 % 2 == 0 ? 2 : 18) }
        let (narrow, wide) = (even.prediction(above: 2, days: 7), uneven.prediction(above: 2, days: 7))
        #expect(wide.lowerBound < narrow.lowerBound && wide.upperBound > narrow.upperBound)
    }

    @Test("keep the newest days alone, days without an incident among them")
    func newest() {
        let days = recent(monday..<monday + 20) { $0 < monday + 10 ? [5] : [] }
        #expect(days.newest(12).perDay(above: 1, like: monday) == 2.0 / 9)
        #expect(days.newest(12).days == Set(monday + 8..<monday + 20))
        #expect(days.newest(100).days.count == 20)
    }
}
