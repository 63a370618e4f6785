public import AccessLogs

/// A division at fixed days whose validation walks forward: several windows, one after the other, each measured by a
/// model that trains on what precedes it.
///
/// The windows end where the days of the test begin, and the test fold is that of ``TimeSplit``, so that both divisions
/// report on the same accesses. Days are those of UTC.
public struct WalkForwardSplit: Hashable, Sendable {
    /// What a window's model trains on.
    public enum Training: Hashable, Sendable {
        /// All days up to the gap before the window.
        case expanding
        /// `days` days up to the gap before the window. The test fold trains on all days nevertheless.
        case rolling(days: Int)
    }

    /// The fractions of train, validation and test, and the gap before each window.
    public var fractions: TimeSplit
    /// The number of validation windows.
    public var windows: Int
    /// The days of each window, multiples of seven for whole weeks. Windows of a given length may begin before the
    /// validation fraction does; where nil, the validation fraction is divided into windows of equal length.
    public var windowDays: Int?
    public var training: Training

    public init(
        fractions: TimeSplit = TimeSplit(), windows: Int = 3, windowDays: Int? = nil, training: Training = .expanding
    ) {
        self.fractions = fractions
        self.windows = windows
        self.windowDays = windowDays
        self.training = training
    }

    /// - Throws: ``SplitError`` where accesses have no time, a part would be empty, or the days before a window are
    ///   fewer than its training asks for.
    public func split(_ log: AccessLog, population: Population) throws(SplitError) -> Split {
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
