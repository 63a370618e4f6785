/// A parameter that a component does not have, or a value that it does not take.
public enum ParameterError: Error, Hashable, Sendable {
    case unknown(parameter: String, known: [String])
    case unacceptable(parameter: String, value: ParameterValue, expected: String)

    /// The name of the parameter at fault.
    public var parameter: String {
        switch self {
        case .unknown(let parameter, _), .unacceptable(let parameter, _, _): parameter
        }
    }
}

extension ParameterError: CustomStringConvertible {
    /// What is wrong, in a sentence that names the parameter.
    public var description: String {
        switch self {
        case .unknown(let parameter, let known):
            "unknown parameter '\(parameter)'" + Suggestion.sentence(for: parameter, among: known)
        case .unacceptable(let parameter, let value, let expected):
            "\(parameter) must be \(expected), not '\(value)'"
        }
    }
}
