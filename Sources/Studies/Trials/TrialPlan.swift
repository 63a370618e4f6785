public import Evaluation
public import Parameters
public import Search

/// One trial before it runs: a detector with fixed parameters, to be measured on one dataset in every replicate.
public struct TrialPlan: Hashable, Sendable {
    /// The index in the study, from zero over all datasets and algorithms.
    public let number: Int
    public let dataset: String
    /// The name of the algorithm in the study.
    public let algorithm: String
    /// The id of its detector.
    public let detector: String
    public let parameters: ParameterSet

    public init(number: Int, dataset: String, algorithm: String, detector: String, parameters: ParameterSet) {
        self.number = number
        self.dataset = dataset
        self.algorithm = algorithm
        self.detector = detector
        self.parameters = parameters
    }
}

/// How a trial ended.
public struct TrialOutcome: Sendable {
    public let plan: TrialPlan
    public let state: TrialState
    /// Why it failed, or when it was pruned.
    public let message: String?
    /// The time that fitting and measuring took.
    public let seconds: Double
    /// The validation measurements of all replicates; none of a trial that was pruned.
    public let measurements: [ReplicateMeasurement]
}

/// The measurement of one start in one replicate.
public struct ReplicateMeasurement: Hashable, Sendable {
    /// The replicate, from zero.
    public let replicate: Int
    /// The start within the replicate, from zero.
    public let initialization: Int
    /// With the interval of the replicate's own cases, where one was asked for.
    public let measurement: Evaluation.Measurement

    public init(replicate: Int, initialization: Int = 0, measurement: Evaluation.Measurement) {
        self.replicate = replicate
        self.initialization = initialization
        self.measurement = measurement
    }
}

/// When, and on what part of the data, a measurement was made.
public enum TrialPhase: Hashable, Sendable, CustomStringConvertible {
    /// On validation after `steps` steps, where trials are compared and pruned.
    case rung(steps: Int)
    /// Where settings and thresholds are chosen.
    case validation
    /// The same, with the chosen settings fitted by themselves where trials were fitted from one another.
    case refit
    /// The sealed test, opened for the chosen settings only.
    case test

    /// The name in files.
    public var description: String {
        switch self {
        case .rung(let steps): "rung@\(steps)"
        case .validation: "validation"
        case .refit: "refit"
        case .test: "test"
        }
    }

    /// Whether a text names a phase.
    static func isName(_ text: String) -> Bool {
        if text.hasPrefix("rung@") { return Int(text.dropFirst(5)).map { $0 > 0 } ?? false }
        return [TrialPhase.validation, .refit, .test].map(\.description).contains(text)
    }
}
