import AccessLogs

/// Which accesses of a window are measured.
public enum Population: String, CaseIterable, Hashable, Sendable, Codable {
    /// Pairs that were not accessed before the window.
    case newPairs = "new-pairs"
    /// Pairs that were not accessed before the window, of a user and a resource that were.
    case newPairsOfKnown = "new-pairs-of-known"
    /// All pairs of the window, seen ones included.
    case allPairs = "all-pairs"
}

extension Population {
    /// The first access of each pair of the population.
    ///
    /// - Parameters:
    ///   - accesses: the window's accesses in the order of time.
    ///   - training: the training accesses.
    ///   - seenBefore: the pairs that were accessed before the window.
    func cases(
        among accesses: [Int], of log: AccessLog, training: [Int], seenBefore: PairSet
    ) -> [LabeledAccess] {
        var knownUsers: Set<Int32> = [], knownResources: Set<Int32> = []
        if self == .newPairsOfKnown {
            for access in training {
                knownUsers.insert(log.user[access])
                knownResources.insert(log.resource[access])
            }
        }
        var taken = PairSet()
        return accesses.compactMap { access in
            let user = log.user[access], resource = log.resource[access]
            let belongs =
                switch self {
                case .allPairs: true
                case .newPairs: !seenBefore.contains(user: user, resource: resource)
                case .newPairsOfKnown:
                    knownUsers.contains(user) && knownResources.contains(resource)
                        && !seenBefore.contains(user: user, resource: resource)
                }
            guard belongs, taken.insert(user: user, resource: resource) else { return nil }
            let time =
                log.microseconds[access] == AccessLog.untimed
                ? nil : Timestamp(microseconds: log.microseconds[access])
            return LabeledAccess(user: user, resource: resource, time: time, label: .benign)
        }
    }
}
