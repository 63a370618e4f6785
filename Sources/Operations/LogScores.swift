import AccessLogs
import Detectors
import Interactions
import LinearAlgebra

/// The scores of a whole log by the numbers of its users and resources: each pair once, however often it was accessed,
/// and none that training contains, as these never alert.
struct LogScores {
    /// The accesses of pairs that training contains.
    private(set) var seen = 0
    /// The rows whose user or resource is not in training, with the case of each, in the order of the log.
    private(set) var unscored: [(row: Int, score: AnomalyScore)] = []
    /// The other pairs in the order of their first rows.
    private(set) var pairs: [Pair] = []

    /// A pair that is new.
    struct Pair {
        /// The first access of the pair in the log.
        let row: Int
        /// How many accesses of the pair the log has.
        let accesses: Int
        let score: AnomalyScore
    }

    /// - Parameters:
    ///   - log: its users and resources begin with those of the model's matrix.
    ///   - isCancelled: asked now and then.
    ///   - progress: told now and then which fraction of the accesses is done.
    /// - Throws: what scoring throws; `CancellationError` once cancelled.
    init(
        of log: AccessLog, by model: FittedModel, isCancelled: @Sendable () -> Bool = { false },
        progress: (Double) -> Void = { _ in }
    ) throws {
        let users = model.matrix.users.count, resources = model.matrix.resources.count
        var numbers: [UInt64: Int] = [:]
        var indices = IndexedPairs(), rows: [Int] = [], accesses: [Int] = []
        for row in 0..<log.count {
            if row % Self.stride == 0 {
                if isCancelled() { throw CancellationError() }
                progress(Double(row) / Double(log.count))
            }
            let user = log.user[row], resource = log.resource[row]
            if user >= users || resource >= resources {
                unscored.append((row, user >= users ? .unknownUser : .unknownResource))
                continue
            }
            if model.matrix.counts.contains(row: Int(user), column: Int(resource)) {
                seen += 1
                continue
            }
            let key = PairSet.key(user, resource)
            if let number = numbers[key] {
                accesses[number] += 1
                continue
            }
            numbers[key] = rows.count
            rows.append(row)
            accesses.append(1)
            indices.append(user: user, resource: resource)
        }
        let scores = try model.scores(of: indices, isCancelled: isCancelled)
        pairs = scores.indices.map { Pair(row: rows[$0], accesses: accesses[$0], score: scores[$0]) }
    }

    /// How many accesses pass before cancellation is asked for.
    private static let stride = 1 << 16
}
