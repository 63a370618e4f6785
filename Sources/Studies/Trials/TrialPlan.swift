package import Parameters

/// One trial before it runs: a detector with fixed parameters, to be measured on one dataset in every replicate.
package struct TrialPlan: Hashable, Sendable {
    /// The index in the study, from zero over all datasets and algorithms.
    package let number: Int
    package let dataset: String
    /// The name of the algorithm in the study.
    package let algorithm: String
    /// The id of its detector.
    package let detector: String
    package let parameters: ParameterSet

    package init(number: Int, dataset: String, algorithm: String, detector: String, parameters: ParameterSet) {
        self.number = number
        self.dataset = dataset
        self.algorithm = algorithm
        self.detector = detector
        self.parameters = parameters
    }
}
