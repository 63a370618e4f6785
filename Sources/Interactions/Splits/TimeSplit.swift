package import AccessLogs
package import Parameters
package import Statistics

/// A division at fixed days for all users: train, validation, test, with a gap of unused days before each window.
///
/// The test fold trains on everything up to its gap, validation included: the model that is reported is the model that
/// would have been in use.
package struct TimeSplit: Hashable, Sendable {
    /// The fractions of the log's days; they sum to at most one.
    package var train: Double
    package var validation: Double
    package var test: Double
    /// Days left out between a window and what precedes it, so that no session spans the cut.
    package var gapDays: Int

    package init(train: Double = 0.6, validation: Double = 0.2, test: Double = 0.2, gapDays: Int = 1) {
        self.train = train
        self.validation = validation
        self.test = test
        self.gapDays = gapDays
    }

    /// - Throws: ``SplitError`` where accesses have no time or a part would be empty.
    package func split(_ log: AccessLog, population: Population) throws(SplitError) -> Split {
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

extension TimeSplit: SplitRule {
    private static let fraction = Double.leastNonzeroMagnitude...1
    private static let words = "a number above 0 and up to 1"

    static let train = Parameter<Double>(
        "train", in: fraction, as: words, standard: 0.6, "Fraction of the log's days before validation.")
    static let validation = Parameter<Double>(
        "validation", in: fraction, as: words, standard: 0.2, "Fraction of the days on which settings are chosen.")
    static let test = Parameter<Double>(
        "test", in: fraction, as: words, standard: 0.2, "Fraction of the days that are reported.")
    static let gapDays = Parameter<Int>(
        "gap_days", in: 0...100_000, standard: 1, "Days left out between a window and what precedes it.")

    package var id: String { "time" }
    package var summary: String { "what comes next?" }
    package var parameters: ParameterList { [Self.train, Self.validation, Self.test, Self.gapDays] }

    package var values: [String: ParameterValue] {
        [
            Self.train.name: .real(train), Self.validation.name: .real(validation), Self.test.name: .real(test),
            Self.gapDays.name: .integer(gapDays),
        ]
    }

    package func with(_ values: ParameterSet) throws(SplitError) -> TimeSplit {
        let split = TimeSplit(
            train: values[Self.train], validation: values[Self.validation], test: values[Self.test],
            gapDays: values[Self.gapDays])
        // Decimal fractions do not sum exactly: 0.7 + 0.2 + 0.1 is a little less than one, others a little more.
        guard split.train + split.validation + split.test <= 1 + 1e-9 else {
            throw SplitError(
                "train (\(split.train)), validation (\(split.validation)) and test (\(split.test)) must sum to 1 at "
                    + "most; give all three")
        }
        return split
    }

    package func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        Array(repeating: try split(log, population: population), count: replicates)
    }

    package var dividesAnew: Bool { false }
    package var variation: String { "injection and start vary" }
    /// The sealed test's model trains on all days before it.
    package var testToTraining: Double { test / (train + validation) }
}
