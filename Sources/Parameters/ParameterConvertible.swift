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
    /// The case's raw value as a text.
    public var parameterValue: ParameterValue { .string(rawValue) }

    /// The case that a text names; nil for other values.
    public init?(parameterValue: ParameterValue) {
        guard case .string(let word) = parameterValue else { return nil }
        self.init(rawValue: word)
    }
}

extension Int: ParameterConvertible {
    /// The number as it is.
    public var parameterValue: ParameterValue { .integer(self) }

    /// The number, where the value is a whole one.
    public init?(parameterValue: ParameterValue) {
        guard case .integer(let value) = parameterValue else { return nil }
        self = value
    }
}

extension Double: ParameterConvertible {
    /// The number as it is.
    public var parameterValue: ParameterValue { .real(self) }

    /// The number, where the value is a whole or a real one.
    public init?(parameterValue: ParameterValue) {
        guard case .real(let value) = parameterValue else { return nil }
        self = value
    }
}

extension Bool: ParameterConvertible {
    /// The truth as it is.
    public var parameterValue: ParameterValue { .boolean(self) }

    /// The truth, where the value is one.
    public init?(parameterValue: ParameterValue) {
        guard case .boolean(let value) = parameterValue else { return nil }
        self = value
    }
}

extension String: ParameterConvertible {
    /// The text as it is.
    public var parameterValue: ParameterValue { .string(self) }

    /// The value as a text.
    public init?(parameterValue: ParameterValue) {
        guard case .string(let value) = parameterValue else { return nil }
        self = value
    }
}
