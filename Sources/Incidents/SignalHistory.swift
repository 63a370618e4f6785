public import AccessLogs
public import Interactions

/// What signals learn from: the accesses before a day, and a model that scores pairs.
public struct SignalHistory: Sendable {
    /// All windows, from the first day on.
    public let activity: Activity
    /// The days of the history.
    public let days: Range<Int>
    /// The log's users; made-up newcomers have higher numbers.
    public let users: Int
    /// The log's resources; made-up ones have higher numbers.
    public let resources: Int
    /// Who has what.
    public let profile: TrainingProfile
    /// The pairs that were accessed.
    public let known: PairSet
    /// The anomaly scores of pairs of the log's users and resources, higher being more anomalous; nil for a pair of which
    /// the model says nothing.
    public let score: Score
    /// Scores the pairs of a user with several resources.
    public typealias Score = @Sendable (_ user: Int32, _ resources: [Int32]) throws -> [Double?]

    /// Asked now and then; once true, work ends with `CancellationError`.
    public let isCancelled: @Sendable () -> Bool

    /// - Parameters:
    ///   - rows: indices of accesses of the log, which have times.
    ///   - profile: who has what among these accesses, where it is known already.
    ///   - score: the scores of a model that learned from these accesses alone; the default knows nothing.
    public init(
        of rows: [Int], in log: AccessLog, profile: TrainingProfile? = nil,
        score: @escaping Score = { _, resources in resources.map { _ in nil } },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        let windows = AccountWindows(of: rows, in: log)
        activity = Activity(windows)
        days = windows.days
        users = log.users.count
        resources = log.resources.count
        known = PairSet(of: rows, in: log)
        self.profile = profile ?? TrainingProfile(of: rows, in: log)
        self.score = score
        self.isCancelled = isCancelled
    }

    /// The same history with another model.
    public func scoring(by score: @escaping Score) -> SignalHistory { SignalHistory(self, score) }

    private init(_ other: SignalHistory, _ score: @escaping Score) {
        activity = other.activity
        days = other.days
        users = other.users
        resources = other.resources
        profile = other.profile
        known = other.known
        self.score = score
        isCancelled = other.isCancelled
    }

    /// - Throws: `CancellationError` once cancelled.
    public func checkCancellation() throws {
        if isCancelled() { throw CancellationError() }
    }
}
