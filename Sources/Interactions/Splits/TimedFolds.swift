import AccessLogs

/// The folds of a log that train on some days and measure on later ones: what all divisions by time have in common.
struct TimedFolds {
    /// The log's days (UTC), from its first access to its last.
    let days: Range<Int>

    private let log: AccessLog
    private let population: Population
    /// The accesses that take part.
    private let accesses: [Int]
    /// The day of every access of the log.
    private let day: [Int]

    /// - Parameter accesses: those that take part, ascending; all where nil. The days are those of the whole log.
    /// - Throws: ``SplitError`` where accesses have no time.
    init(of log: AccessLog, among accesses: [Int]? = nil, population: Population) throws(SplitError) {
        guard log.isTimed, let range = log.timeRange else {
            throw SplitError("a time split needs a time for every access; use 'split: {type: pairs}' for data without")
        }
        self.log = log
        self.population = population
        self.accesses = accesses ?? Array(0..<log.count)
        days = range.lowerBound.dayNumber..<range.upperBound.dayNumber + 1
        day = log.microseconds.map { Timestamp(microseconds: $0).dayNumber }
    }

    /// The fold that trains on some days and measures on some later ones. What is new in the window was not accessed
    /// on any day before it, whether or not that day is trained on.
    ///
    /// - Parameter name: what the fold is for, for errors.
    /// - Throws: ``SplitError`` where training or window would be empty.
    func fold(training trainingDays: Range<Int>, window: Range<Int>, name: String) throws(SplitError) -> Fold {
        let training = accesses.filter { trainingDays.contains(day[$0]) }
        guard !training.isEmpty else { throw SplitError("no access falls before the \(name) window") }
        let inWindow = accesses.filter { window.contains(day[$0]) }
        let before = PairSet(of: accesses.lazy.filter { day[$0] < window.lowerBound }, in: log)
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
