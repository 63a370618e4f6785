public import Concurrency
public import Interactions
public import LinearAlgebra
public import Parameters
public import Statistics

/// An algorithm that learns from an interaction matrix which accesses are usual.
///
/// A detector is a value that holds its checked parameters; fitting it is a function from data to an immutable
/// ``FittedDetector``. The same matrix, parameters and seed give the same result for any number of workers.
public protocol Detector: Sendable {
    /// The name in files and on the command line, in kebab case: `als-implicit`.
    static var id: String { get }
    /// One sentence that says what the algorithm's scores are based on.
    static var summary: String { get }
    /// The parameters that it takes, in the order in which ties between equally good models are broken in favour of the
    /// simplest.
    static var parameters: ParameterList { get }
    /// The latent structure that the algorithm assumes; nil where it assumes none.
    static var structure: LatentStructure? { get }
    /// Whether the scores of a tenant do not depend on the other tenants, for all parameters. The default is true.
    static var isolatesTenants: Bool { get }
    /// In what the algorithm differs by nature from what detectors promise. The default is nothing.
    static var traits: DetectorTraits { get }
    /// Whether what a fit with the standard parameters gives scores newcomers (``FoldingIn``). The default is false.
    static var foldsIn: Bool { get }

    /// - Parameter parameters: values for ``parameters``.
    init(_ parameters: ParameterSet)

    /// Learns from the matrix.
    ///
    /// - Throws: ``DetectorError`` where the data do not admit a model; `CancellationError`.
    func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector

    /// Restores what ``FittedDetector/tensors`` stored.
    ///
    /// - Throws: ``DetectorError`` where the tensors are missing or do not have the shapes that the matrix demands.
    func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
}

/// A detector that learns in steps, so that a search can watch it and stop it early.
public protocol SteppedDetector: Detector {
    associatedtype Training: DetectorTraining

    /// The parameter that says how many steps a fit takes at most. No step depends on it: a fit of fewer steps is the
    /// beginning of one of more, to the bit.
    static var stepsParameter: Parameter<Int> { get }

    /// A training that has not taken its first step.
    ///
    /// - Throws: ``DetectorError`` where the data do not admit a model.
    func training(on matrix: InteractionMatrix, _ context: FitContext) throws -> Training
}

/// A fit under way.
public protocol DetectorTraining: Sendable {
    /// The steps taken so far; ``Detector/fit(_:_:)`` takes all that the parameters ask for.
    var steps: Int { get }
    var isFinished: Bool { get }
    /// Takes one step: a sweep, an epoch, an iteration.
    ///
    /// - Throws: ``DetectorError`` where numbers overflow or a system is singular; `CancellationError`.
    mutating func advance() throws
    /// Takes steps until one improves little, or all are taken. The default takes all.
    ///
    /// - Throws: as ``advance()``.
    mutating func converge() throws
    /// Frees memory that the next step can rebuild exactly. Called on trainings that are paused. The default does
    /// nothing.
    mutating func rest()
    /// What the steps minimise; nil before the first step where it has no value yet.
    func objective() -> Double?
    /// What has been learned so far.
    func fitted() throws -> any FittedDetector
}

extension SteppedDetector {
    /// Trains until the end.
    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        var training = try training(on: matrix, context)
        try training.advance(to: .max)
        return try training.fitted()
    }
}

extension DetectorTraining {
    /// Takes steps until `steps` are taken in all, or the training is finished.
    ///
    /// - Throws: as ``advance()``.
    public mutating func advance(to steps: Int) throws {
        while self.steps < steps, !isFinished { try advance() }
    }

    /// Takes all steps.
    public mutating func converge() throws {
        try advance(to: .max)
    }

    /// Does nothing: the training holds nothing that it could do without.
    public mutating func rest() {}
}

extension Detector {
    /// Nil: the detector assumes no latent structure.
    public static var structure: LatentStructure? { nil }
    /// True: no tenant influences another.
    public static var isolatesTenants: Bool { true }
    /// The empty set: the detector has no special trait.
    public static var traits: DetectorTraits { [] }
    /// False: users and resources that training does not know have no score.
    public static var foldsIn: Bool { false }
}

/// What a detector does not promise, because it lies in the nature of its algorithm.
public struct DetectorTraits: OptionSet, Hashable, Sendable {
    /// The bits of the traits.
    public let rawValue: Int

    /// - Parameter rawValue: the bits of the traits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The scores do not go by who accesses what: only by counts of accesses, by what was seen, or by chance. Such a
    /// detector cannot tell new accesses within a department from those across.
    public static let ignoresNeighbors = DetectorTraits(rawValue: 1 << 0)
    /// The fitted detector keeps a number for each pair of resources.
    public static let keepsResourcePairs = DetectorTraits(rawValue: 1 << 1)
    /// The scores come from a program of somebody else, for whose promises AccessLab cannot answer.
    public static let isForeign = DetectorTraits(rawValue: 1 << 2)
}

/// What a detector learned: it scores pairs of users and resources that it knows.
public protocol FittedDetector: Sendable {
    /// The anomaly score of each pair; higher is more anomalous, never NaN.
    ///
    /// - Precondition: every index lies within the matrix that was fitted.
    /// - Throws: ``DetectorError`` where the scores come from outside the program and do not arrive.
    func scores(users: [Int32], resources: [Int32]) throws -> [Double]

    /// The same scores, for more pairs than are scored in a moment.
    ///
    /// The default asks before every few thousand pairs; detectors that have much to do for a single user implement
    /// this and ask in between.
    ///
    /// - Parameter isCancelled: asked now and then; once it is true, scoring stops.
    /// - Throws: what ``scores(users:resources:)`` throws; `CancellationError`.
    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double]

    /// Finds the most or the least anomalous of some resources for each user. The default scores every pair.
    func ranking(of resources: Range<Int>) -> any ResourceRanking

    /// Everything needed to restore it, by name.
    var tensors: [String: Matrix<Float>] { get }

    /// The model before normalisation, which can explain its scores.
    var underlying: any FittedDetector { get }
}

extension FittedDetector {
    /// The detector itself.
    public var underlying: any FittedDetector { self }

    /// The scores of all pairs at once, without asking whether to stop.
    public func scores(
        users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool
    ) throws -> [Double] {
        let batch = 8192
        var scores: [Double] = []
        scores.reserveCapacity(users.count)
        for start in stride(from: 0, to: users.count, by: batch) {
            if isCancelled() { throw CancellationError() }
            let part = start..<min(users.count, start + batch)
            scores += try self.scores(users: Array(users[part]), resources: Array(resources[part]))
        }
        return scores
    }
}

/// What fitting needs besides data and parameters.
public struct FitContext: Sendable {
    /// What everything random in the fit derives from.
    public let seed: Seed
    /// The workers that the fit may use; the result does not depend on their number.
    public let workers: Workers
    /// Asked now and then; once true, fitting stops with `CancellationError`.
    public let isCancelled: @Sendable () -> Bool
    /// The path of the folder in which files that a parameter names are sought first; nil for the working folder alone.
    public let folder: String?

    /// A context with one worker that is never cancelled, unless said otherwise.
    public init(
        seed: Seed, workers: Workers = .one, isCancelled: @escaping @Sendable () -> Bool = { false },
        folder: String? = nil
    ) {
        self.seed = seed
        self.workers = workers
        self.isCancelled = isCancelled
        self.folder = folder
    }

    /// - Throws: `CancellationError` once cancelled.
    public func checkCancellation() throws {
        if isCancelled() { throw CancellationError() }
    }
}

/// Data from which no model can be made, or a stored model that does not fit its data.
public struct DetectorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to change, in a sentence.
    public let description: String
    /// Whether the detector took longer than it may: trying again would take as long again.
    public let isTimeout: Bool

    /// An error in a sentence for people, which also says whether the fit took longer than it may.
    public init(_ description: String, isTimeout: Bool = false) {
        self.description = description
        self.isTimeout = isTimeout
    }
}
