package import AccessLogs
package import Parameters
package import Statistics

/// A division at fixed days whose validation walks forward: several windows, one after the other, each measured by a
/// model that trains on what precedes it.
///
/// The windows end where the days of the test begin, and the test fold is that of ``TimeSplit``, so that both divisions
/// report on the same accesses. Days are those of UTC.
package struct WalkForwardSplit: Hashable, Sendable {
    /// What a window's model trains on.
    package enum Training: Hashable, Sendable {
        /// All days up to the gap before the window.
        case expanding
        /// `days` days up to the gap before the window. The test fold trains on all days nevertheless.
        case rolling(days: Int)
    }

    /// The fractions of train, validation and test, and the gap before each window.
    package var fractions: TimeSplit
    /// The number of validation windows.
    package var windows: Int
    /// The days of each window, multiples of seven for whole weeks. Windows of a given length may begin before the
    /// validation fraction does; where nil, the validation fraction is divided into windows of equal length.
    package var windowDays: Int?
    package var training: Training

    package init(
        fractions: TimeSplit = TimeSplit(), windows: Int = 3, windowDays: Int? = nil, training: Training = .expanding
    ) {
        self.fractions = fractions
        self.windows = windows
        self.windowDays = windowDays
        self.training = training
    }

    /// - Throws: ``SplitError`` where accesses have no time, a part would be empty, or the days before a window are
    ///   fewer than its training asks for.
    package func split(_ log: AccessLog, population: Population) throws(SplitError) -> Split {
        let folds = try TimedFolds(of: log, population: population)
        let range = fractions.validationWindow(within: folds.days)
        guard windows > 0 else { throw SplitError("a walk forward needs at least one validation window") }
        let length = windowDays ?? range.count / windows
        guard !range.isEmpty, length > 0 else {
            throw SplitError(
                "\(range.count) days of validation cannot be divided into \(windows) windows; "
                    + "choose fewer windows or a larger validation share")
        }
        var validation: [Fold] = []
        for number in 0..<windows {
            let start = range.upperBound - (windows - number) * length
            validation.append(
                try folds.fold(
                    training: try trainingDays(before: start, within: folds.days), window: start..<start + length,
                    name: "validation"))
        }
        return Split(validation: validation, test: try fractions.testFold(of: folds))
    }

    private func trainingDays(before window: Int, within days: Range<Int>) throws(SplitError) -> Range<Int> {
        let end = window - fractions.gapDays
        let wanted =
            switch training {
            case .expanding: 1
            case .rolling(let trained): max(1, trained)
            }
        guard end - wanted >= days.lowerBound else {
            throw SplitError(
                "a validation window begins \(window - days.lowerBound) days after the log does, too early for "
                    + "\(wanted) days of training and a gap of \(fractions.gapDays); choose fewer or shorter windows")
        }
        return switch training {
        case .expanding: days.lowerBound..<end
        case .rolling: end - wanted..<end
        }
    }
}

extension WalkForwardSplit: SplitRule {
    static let windows = Parameter<Int>("windows", in: 1...1000, standard: 3, "Number of validation windows.")
    static let windowDays = Parameter<Int>.optional(
        "window_days", in: 1...100_000, "Days of each window; the validation fraction in equal parts where not given.")
    static let trainingDays = Parameter<Int>.optional(
        "training_days", in: 1...100_000, "Days that a window's model trains on; all before it where not given.")

    package var id: String { "walk-forward" }
    package var summary: String { "what comes next, where settings are chosen on several windows?" }
    package var parameters: ParameterList {
        fractions.parameters + [Self.windows, Self.windowDays, Self.trainingDays]
    }

    package var values: [String: ParameterValue] {
        var values = fractions.values
        values[Self.windows.name] = .integer(windows)
        values[Self.windowDays.name] = windowDays.map { .integer($0) }
        if case .rolling(let days) = training { values[Self.trainingDays.name] = .integer(days) }
        return values
    }

    package func with(_ values: ParameterSet) throws(SplitError) -> WalkForwardSplit {
        WalkForwardSplit(
            fractions: try fractions.with(values), windows: values[Self.windows],
            windowDays: values.given(Self.windowDays),
            training: values.given(Self.trainingDays).map { .rolling(days: $0) } ?? .expanding)
    }

    package func splits(
        of log: AccessLog, population: Population, replicates: Int, seed: Seed
    ) throws(SplitError) -> [Split] {
        Array(repeating: try split(log, population: population), count: replicates)
    }

    package var validationFolds: Int { windows }
    package var dividesAnew: Bool { false }
    package var variation: String { "injection and start vary; validation has \(windows) windows in each" }
    package var testToTraining: Double { fractions.testToTraining }
}
