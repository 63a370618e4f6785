import Statistics

/// A service account's job: the same shares in the same order each night from the same hour on; a visit in fifty fails.
struct NightlyJob {
    private let route: [Int]
    private let start: Int
    private let random: RandomStream

    /// - Parameter route: the shares in the order of their visits.
    init(along route: [Int], using random: RandomStream) {
        self.route = route
        self.random = random
        start = 3600 * (1 + random.index(below: 4))
    }

    /// Notes the visits of some nights; `isCancelled` is asked every night, and ends them early.
    func run(
        days: Range<Int>, isCancelled: () -> Bool, note: (_ day: Int, _ second: Int, _ share: Int) -> Void
    ) {
        let secondsPerVisit = max(1, min(30, 3600 * 4 / max(1, route.count)))
        for day in days {
            if isCancelled() { return }
            for (stop, share) in route.enumerated() where !random.bernoulli(0.02) {
                let delay = stop * secondsPerVisit + random.index(below: secondsPerVisit)
                note(day, min(start + delay, DailyRhythm.secondsPerDay - 1), share)
            }
        }
    }
}
