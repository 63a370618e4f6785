public import AccessLogs

/// A division at fixed days for all users: train, validation, test, with a gap of unused days before each window.
///
/// The test fold trains on everything up to its gap, validation included: the model that is reported is the model that
/// would have been in use.
public struct TimeSplit: Hashable, Sendable {
    /// The fractions of the log's days; they sum to at most one.
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
        let folds = try TimedFolds(of: log, population: population)
        return Split(validation: [try validationFold(of: folds)], test: try testFold(of: folds))
    }

    func validationFold(of folds: TimedFolds) throws(SplitError) -> Fold {
        let window = validationWindow(within: folds.days)
        return try folds.fold(
            training: folds.days.lowerBound..<window.lowerBound - gapDays, window: window, name: "validation")
    }

    func testFold(of folds: TimedFolds) throws(SplitError) -> Fold {
        let window = window(from: train + validation, to: train + validation + test, of: folds.days)
        return try folds.fold(
            training: folds.days.lowerBound..<window.lowerBound - gapDays, window: window, name: "test")
    }

    /// The days of the validation window: from the end of training and the gap to the end of validation.
    func validationWindow(within days: Range<Int>) -> Range<Int> {
        window(from: train, to: train + validation, of: days)
    }

    private func window(from start: Double, to end: Double, of days: Range<Int>) -> Range<Int> {
        func cut(_ fraction: Double) -> Int {
            days.lowerBound + min(days.count, Int((Double(days.count) * fraction).rounded()))
        }
        let first = cut(start) + gapDays
        return first..<max(cut(end), first)
    }
}
