import Statistics

/// When in the week and in the day people work (UTC).
enum DailyRhythm {
    /// The second of the day of an access during work: half of them around 10:00 and half around 14:30, with a
    /// standard deviation of an hour and a half; one in twenty at any time.
    static func workingSecond(using random: RandomStream) -> Int {
        if random.bernoulli(0.05) { return random.index(below: secondsPerDay) }
        let peakHour = random.bernoulli(0.5) ? 10.0 : 14.5
        let second = random.gaussian(mean: peakHour * 3600, standardDeviation: 1.5 * 3600)
        return min(max(0, Int(second)), secondsPerDay - 1)
    }

    static let secondsPerDay = 86_400
}
