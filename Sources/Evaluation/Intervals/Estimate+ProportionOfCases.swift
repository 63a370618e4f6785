import Statistics

extension Estimate {
    /// The proportion of hits among independent cases with Wilson's interval; nil for counts that are not whole, as
    /// those of cut ties and of weighted cases.
    static func proportionOfCases(
        _ hits: Double, of trials: Double, in cases: RankedCases, level: Double
    ) -> Estimate? {
        // Fractions of alerts and their products add up to whole counts within rounding.
        guard cases.weights == nil, trials > 0, abs(hits - hits.rounded()) + abs(trials - trials.rounded()) < 1e-9,
            let hits = Int(exactly: hits.rounded()), let trials = Int(exactly: trials.rounded())
        else { return nil }
        return try? .proportion(hits, of: trials, level: level)
    }
}
