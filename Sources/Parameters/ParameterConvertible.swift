/// A type of values that a ``Parameter`` can have.
public protocol ParameterConvertible: Hashable, Sendable {
    /// The value as files and command lines have it.
    var parameterValue: ParameterValue { get }

    /// The value that ``parameterValue`` would give back; nil for a value of another type.
    init?(parameterValue: ParameterValue)
}

/// The values of a parameter that is one of a few words. Its raw values are the words of files and command lines.
///
/// ```swift
/// enum Side: String, ParameterChoice { case users, resources }
/// ```
public protocol ParameterChoice: ParameterConvertible, CaseIterable, RawRepresentable<String> {}

extension ParameterChoice {
    public var parameterValue: ParameterValue { .string(rawValue) }

    public init?(parameterValue: ParameterValue) {
        guard case .string(let word) = parameterValue else { return nil }
        self.init(rawValue: word)
    }
}

extension Int: ParameterConvertible {
    public var parameterValue: ParameterValue { .integer(self) }

    public init?(parameterValue: ParameterValue) {
        guard case .integer(let value) = parameterValue else { return nil }
        self = value
    }
}

extension Double: ParameterConvertible {
    public var parameterValue: ParameterValue { .real(self) }

    public init?(parameterValue: ParameterValue) {
        guard case .real(let value) = parameterValue else { return nil }
        self = value
    }
}

extension Bool: ParameterConvertible {
    public var parameterValue: ParameterValue { .boolean(self) }

    public init?(parameterValue: ParameterValue) {
        guard case .boolean(let value) = parameterValue else { return nil }
        self = value
    }
}

extension String: ParameterConvertible {
    public var parameterValue: ParameterValue { .string(self) }

    public init?(parameterValue: ParameterValue) {
        guard case .string(let value) = parameterValue else { return nil }
        self = value
    }
}
