/// What a parameter is called, what it means, and which values it takes.
public struct ParameterDescription: Hashable, Sendable {
    /// The values that a parameter takes.
    public enum Kind: Hashable, Sendable {
        case integer(ClosedRange<Int>)
        case real(ClosedRange<Double>)
        case choice([String])
        case boolean
        case text
    }

    /// In which direction the parameter makes a model simpler, for choosing between models that perform alike.
    public enum Simplicity: String, Hashable, Sendable {
        case lower, higher
    }

    /// The name in snake case, with its unit where it has one: `gap_days`.
    public let name: String
    public let kind: Kind
    public let defaultValue: ParameterValue
    /// One sentence, for help texts.
    public let summary: String
    public let simpler: Simplicity?
    /// The values that a search tries unless told otherwise, simplest first; empty where the default is kept.
    public let tuned: [ParameterValue]

    public init(
        _ name: String, _ kind: Kind, default defaultValue: ParameterValue, simpler: Simplicity? = nil,
        tuned: [ParameterValue] = [], _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.simpler = simpler
        self.tuned = tuned
        self.summary = summary
    }

    /// The value in the parameter's own type.
    ///
    /// - Throws: ``ParameterError`` where the value is of another type or out of range.
    public func checked(_ value: ParameterValue) throws(ParameterError) -> ParameterValue {
        switch (kind, value) {
        case (.integer(let range), .integer(let integer)) where range.contains(integer):
            return value
        case (.real(let range), _):
            if let number = value.number, range.contains(number) { return .real(number) }
        case (.choice(let choices), _):
            if choices.contains(value.description) { return .string(value.description) }
        case (.boolean, .boolean):
            return value
        case (.text, _):
            return .string(value.description)
        default:
            break
        }
        throw .unacceptable(parameter: name, value: value, expected: expectation)
    }

    /// The acceptable values in words: `a whole number from 1 to 512`.
    public var expectation: String {
        switch kind {
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .real(let range):
            range.upperBound.isFinite && range.upperBound < .greatestFiniteMagnitude
                ? "a number from \(ParameterValue.real(range.lowerBound)) to \(ParameterValue.real(range.upperBound))"
                : "a number of at least \(ParameterValue.real(range.lowerBound))"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        case .boolean: "true or false"
        case .text: "text"
        }
    }
}
