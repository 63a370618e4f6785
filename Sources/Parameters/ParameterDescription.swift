/// What a parameter is called, what it means, and which values it takes: a ``Parameter`` without the type of its
/// values.
public struct ParameterDescription: Hashable, Sendable {
    /// The values that a parameter takes.
    public enum Domain: Hashable, Sendable {
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
    /// The values that the parameter takes.
    public let domain: Domain
    /// The value unless another is given.
    public let standard: ParameterValue
    /// One sentence, for help texts.
    public let summary: String
    /// The direction in which a model gets simpler; nil where the parameter says nothing about that.
    public let simpler: Simplicity?
    /// The values that a search tries unless told otherwise, simplest first; empty where the standard value is kept.
    public let tuned: [ParameterValue]
    /// The acceptable values in words, where the bounds of the range do not say it: `a number above 0 and up to 1`.
    var words: String?
    /// Whether the parameter has no value unless one is given. Its standard value then lies outside its range and
    /// stands for none.
    public internal(set) var isOptional = false
    /// The values that can be had of accesses with times alone; empty where every value can be had of all.
    public internal(set) var needingTimes: [ParameterValue] = []

    /// Whether a set of values goes without it unless it is given.
    var isLeftOut: Bool { isOptional && domain == .text }

    /// The value in the parameter's own type. This is the one check that a value goes through.
    ///
    /// - Throws: ``ParameterError`` where the value is of another type or out of range.
    public func checked(_ value: ParameterValue) throws(ParameterError) -> ParameterValue {
        let own = inOwnType(value)
        guard accepts(own) else { throw .unacceptable(parameter: name, value: value, expected: expectation) }
        return own
    }

    /// The value in the parameter's own type where it can be had in it: a whole number is also a real one, and every
    /// value is a text.
    func inOwnType(_ value: ParameterValue) -> ParameterValue {
        switch domain {
        case .integer, .boolean: value
        case .real: value.number.map(ParameterValue.real) ?? value
        case .choice, .text: .string(value.description)
        }
    }

    private func accepts(_ value: ParameterValue) -> Bool {
        switch (domain, value) {
        case (.integer(let range), .integer(let integer)): range.contains(integer)
        case (.real(let range), .real(let real)): range.contains(real)
        case (.choice(let words), .string(let word)): words.contains(word)
        case (.boolean, .boolean), (.text, .string): true
        default: false
        }
    }

    /// The acceptable values in words: `a whole number from 1 to 512`.
    public var expectation: String { words ?? expectationOfDomain }

    private var expectationOfDomain: String {
        switch domain {
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .real(let range):
            range.upperBound.isFinite && range.upperBound < .greatestFiniteMagnitude
                ? "a number from \(ParameterValue.real(range.lowerBound)) to \(ParameterValue.real(range.upperBound))"
                : "a number of at least \(ParameterValue.real(range.lowerBound))"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .boolean: "true or false"
        case .text: "text"
        }
    }
}
