/// What signals said of windows that they had not learned from, and in which nothing is known to be wrong.
package struct CalibrationSample: Hashable, Sendable {
    /// An account in a day.
    package struct Window: Hashable, Sendable {
        /// The account, an index into the users of the history.
        package let user: Int32
        /// The day (UTC) since 1970-01-01.
        package let day: Int

        package init(user: Int32, day: Int) {
            self.user = user
            self.day = day
        }
    }

    /// The windows, by day.
    package let windows: [Window]
    /// What each signal said of them: `signals × windows`.
    package let evidence: [[Double]]
    /// What was learned of new pairs; nil where no signal goes by them, or there were none.
    package let pairs: PairSurprise.Learned?

    package init(windows: [Window], evidence: [[Double]], pairs: PairSurprise.Learned?) {
        self.windows = windows
        self.evidence = evidence
        self.pairs = pairs
    }

    /// From the first to the last of the windows' days; empty without windows.
    package var days: Range<Int> {
        guard let first = windows.first, let last = windows.last else { return 0..<0 }
        return first.day..<last.day + 1
    }
}
