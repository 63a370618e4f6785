/// One kind of evidence that a window is unusual.
///
/// A signal is one file with one conforming type, and one line in ``Signals/standard``. It says how improbable so much,
/// or such a thing, is where nothing is wrong, under its own model of what is usual: so signals can be combined without
/// weights. It learns from a history alone, and what it says of a window never depends on later windows.
public protocol Signal: Sendable {
    /// The name in files and on the command line, in kebab case: `novelty-rate`.
    static var id: String { get }
    /// One sentence that says what is unusual where the signal speaks.
    static var summary: String { get }

    /// What the signal looks at. Signals of one family depend on each other, and add up; families are alternatives.
    static var family: SignalFamily { get }
    /// Whether it goes by how surprising pairs are to a model: ``Activity/surprise``.
    static var usesPairs: Bool { get }

    init()

    /// Learns what is usual.
    ///
    /// - Throws: `CancellationError`, and what scoring of pairs throws.
    func fit(_ history: SignalHistory) throws -> any FittedSignal
}

/// What signals look at.
public enum SignalFamily: String, CaseIterable, Hashable, Sendable {
    /// Resources that are new to an account.
    case novelty
    /// What an account has always used.
    case habits
}

extension Signal {
    /// False: the signal goes by accesses alone.
    public static var usesPairs: Bool { false }
}

/// What a signal has learned.
public protocol FittedSignal: Sendable {
    /// The evidence of each window, −log₁₀ of a tail probability: 0 where nothing is unusual, or where the signal has
    /// nothing to go by.
    ///
    /// - Parameter activity: windows that follow the history.
    /// - Throws: `CancellationError`, and what scoring of pairs throws.
    func evidence(of activity: Activity) throws -> [Double]

    /// What was found in some windows, in their order; nil where the signal has nothing to say.
    ///
    /// - Parameter windows: indices of windows of the activity.
    /// - Throws: as ``evidence(of:)``.
    func findings(in windows: [Int], of activity: Activity) throws -> [Finding?]
}
