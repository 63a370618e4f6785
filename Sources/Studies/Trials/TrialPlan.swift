public import Parameters

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
