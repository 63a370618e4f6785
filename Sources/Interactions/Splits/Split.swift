/// A log divided for honest measurement: settings are chosen on the validation fold and reported on the test fold.
public struct Split: Sendable {
    /// One fold, or several whose windows follow one another; the mean over them counts.
    public let validation: [Fold]
    /// What results are reported on.
    public let test: Fold

    /// Puts the folds together; validation has at least one.
    public init(validation: [Fold], test: Fold) {
        self.validation = validation
        self.test = test
    }
}

/// Training accesses, and the accesses on which a model that learned from them is measured.
public struct Fold: Sendable {
    /// Indices of the log's accesses that a model may learn from, ascending.
    public let training: [Int]
    /// What a model that learned from the training accesses is measured on.
    public let window: EvaluationWindow

    /// - Parameter training: the indices of accesses in the log, ascending.
    public init(training: [Int], window: EvaluationWindow) {
        self.training = training
        self.window = window
    }
}

/// The benign accesses on which a model is measured, and the span that they cover.
public struct EvaluationWindow: Sendable {
    /// One case for each (tenant, user, resource): its first access inside the window.
    public let benign: [LabeledAccess]
    /// The days of the window; nil where the data have no time or the split ignores it.
    public let days: Range<Int>?
    /// The users with any access in the window.
    public let activeUsers: Int
    /// The accesses of the log inside the window, repeated ones and those outside the population included.
    public let accesses: Int

    /// - Parameter days: the days (UTC, since 1970-01-01) of the window; nil where the data have no time.
    public init(benign: [LabeledAccess], days: Range<Int>?, activeUsers: Int, accesses: Int) {
        self.benign = benign
        self.days = days
        self.activeUsers = activeUsers
        self.accesses = accesses
    }
}

/// A log that cannot be divided as asked.
public struct SplitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why the log cannot be divided, and what to change, in a sentence.
    public let description: String

    /// - Parameter description: a sentence for people.
    public init(_ description: String) {
        self.description = description
    }
}
