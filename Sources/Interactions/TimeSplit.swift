public import AccessLogs

/// A division at fixed days for all users: train, validation, test, with a gap of unused days before each window.
///
/// The test fold trains on everything up to its gap, validation included: the model that is reported is the model that
/// would have been in use.
public struct TimeSplit: Hashable, Sendable {
    /// The shares of the log's days; they sum to at most one.
    public var train: Double
    public var validation: Double
    public var test: Double
    /// Days left out between a window and what precedes it, so that no session spans the cut.
    public var gapDays: Int

    public init(train: Double = 0.6, validation: Double = 0.2, test: Double = 0.2, gapDays: Int = 1) {
        self.train = train
        self.validation = validation
        self.test = test
        self.gapDays = gapDays
    }

    /// - Throws: ``SplitError`` where accesses have no time or a part would be empty.
    public func split(_ log: AccessLog, population: Population) throws(SplitError) -> Split {
        guard log.isTimed, let range = log.timeRange else {
            throw SplitError("a time split needs a time for every access; use 'split: {type: pairs}' for data without")
        }
        let first = range.lowerBound.dayNumber
        let dayCount = range.upperBound.dayNumber - first + 1
        let validationStart = first + Int((Double(dayCount) * train).rounded())
        let testStart = first + Int((Double(dayCount) * (train + validation)).rounded())
        let end = first + min(dayCount, Int((Double(dayCount) * (train + validation + test)).rounded()))
        let day = log.microseconds.map { Timestamp(microseconds: $0).dayNumber }
        return Split(
            validation: [
                try fold(
                    of: log, day: day, window: validationStart + gapDays..<max(testStart, validationStart + gapDays),
                    trainingEnd: validationStart, population: population, name: "validation")
            ],
            test: try fold(
                of: log, day: day, window: testStart + gapDays..<max(end, testStart + gapDays),
                trainingEnd: testStart, population: population, name: "test"))
    }

    private func fold(
        of log: AccessLog, day: [Int], window: Range<Int>, trainingEnd: Int, population: Population, name: String
    ) throws(SplitError) -> Fold {
        let training = day.indices.filter { day[$0] < trainingEnd }
        guard !training.isEmpty else { throw SplitError("no access falls before the \(name) window") }
        let inWindow = day.indices.filter { window.contains(day[$0]) }
        let before = PairSet(of: day.indices.lazy.filter { day[$0] < window.lowerBound }, in: log)
        let benign = population.cases(
            among: inWindow.sorted { (log.microseconds[$0], $0) < (log.microseconds[$1], $1) }, of: log,
            training: training, seenBefore: before)
        guard !benign.isEmpty else {
            throw SplitError(
                "the \(name) window (\(window.count) days, \(inWindow.count) accesses) holds no case of the population "
                    + "\(population.rawValue); give it more days or choose another population")
        }
        return Fold(
            training: training,
            window: EvaluationWindow(
                benign: benign, days: window, activeUsers: Set(inWindow.lazy.map { log.user[$0] }).count,
                accesses: inWindow.count))
    }
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
    ) -> [LabelledAccess] {
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
            return LabelledAccess(user: user, resource: resource, time: time, label: .benign)
        }
    }
}
