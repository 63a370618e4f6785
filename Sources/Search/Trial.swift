public import Parameters

/// One point of a search space, tried.
public struct Trial: Hashable, Sendable {
    /// The place in the search, from zero; with the study's seed it determines the parameters.
    public let number: Int
    public let parameters: [String: ParameterValue]
    public var state: TrialState

    public init(number: Int, parameters: [String: ParameterValue], state: TrialState = .running) {
        self.number = number
        self.parameters = parameters
        self.state = state
    }
}
