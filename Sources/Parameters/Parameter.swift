/// A parameter that a component declares, and the key by which it reads the value.
///
/// ```swift
/// static let rank = Parameter<Int>("rank", in: 1...512, standard: 16, simpler: .lower, "Number of latent factors.")
/// static let parameters: ParameterList = [rank]
/// let rank: Int
/// init(_ values: ParameterSet) { rank = values[Self.rank] }
/// ```
///
/// The name is written once, and the type of the value is known to the compiler; a choice is an enumeration
/// (``ParameterChoice``), which a `switch` must exhaust.
public struct Parameter<Value: ParameterConvertible>: Hashable, Sendable {
    /// What files, command lines and help texts know of it.
    public let description: ParameterDescription
    /// The value unless another is given.
    public let standard: Value

    /// The name in snake case, with its unit where it has one: `gap_days`.
    public var name: String { description.name }

    private init(
        _ name: String, _ domain: ParameterDescription.Domain, _ standard: Value,
        _ simpler: ParameterDescription.Simplicity?, _ tuned: [Value], _ summary: String, words: String? = nil,
        isOptional: Bool = false, needingTimes: [ParameterValue] = []
    ) {
        self.standard = standard
        description = ParameterDescription(
            name: name, domain: domain, standard: standard.parameterValue, summary: summary, simpler: simpler,
            tuned: tuned.map(\.parameterValue), words: words, isOptional: isOptional,
            needingTimes: needingTimes)
    }
}

extension Parameter<Int> {
    /// A whole number.
    ///
    /// - Parameters:
    ///   - name: in snake case.
    ///   - range: the values that it takes; those without an upper bound end at `Int.max`.
    ///   - standard: the value unless another is given, of the range.
    ///   - simpler: which of two values makes the simpler model.
    ///   - tuned: the values that a search tries unless told otherwise, simplest first.
    ///   - summary: one sentence, for help texts.
    public init(
        _ name: String, in range: ClosedRange<Int>, standard: Int, simpler: ParameterDescription.Simplicity? = nil,
        tuned: [Int] = [], _ summary: String
    ) {
        self.init(name, .integer(range), standard, simpler, tuned, summary)
    }

    /// A whole number that need not be given: ``ParameterSet/given(_:)`` is nil unless it is.
    ///
    /// - Parameter range: the values that it takes, from one or more on; the number below stands for none.
    public static func optional(_ name: String, in range: ClosedRange<Int>, _ summary: String) -> Parameter {
        Parameter(
            name, .integer(range), range.lowerBound - 1, nil, [], summary, isOptional: true)
    }

    /// The parameter `seed`: any whole number from 0, and 0 unless another is given.
    public static func seed(_ summary: String) -> Parameter {
        Parameter("seed", in: 0...Int.max, standard: 0, summary)
    }
}

extension Parameter<Double> {
    /// A real number; the arguments mean what they mean for whole numbers.
    public init(
        _ name: String, in range: ClosedRange<Double>, standard: Double,
        simpler: ParameterDescription.Simplicity? = nil, tuned: [Double] = [], _ summary: String
    ) {
        self.init(name, .real(range), standard, simpler, tuned, summary)
    }

    /// A real number of a range without its lower bound, without its upper bound, or without both.
    ///
    /// - Parameter words: the acceptable values in words: `a number above 0 and up to 1`.
    public init(_ name: String, in range: ClosedRange<Double>, as words: String, standard: Double, _ summary: String) {
        self.init(name, .real(range), standard, nil, [], summary, words: words)
    }

    /// A probability, or a fraction: a number from 0 to 1.
    public static func probability(_ name: String, standard: Double, _ summary: String) -> Parameter {
        Parameter(name, in: 0...1, standard: standard, summary)
    }
}

extension Parameter<Bool> {
    /// True or false.
    public init(_ name: String, standard: Bool, _ summary: String) {
        self.init(name, .boolean, standard, nil, [], summary)
    }
}

extension Parameter<String> {
    /// Any text.
    public init(_ name: String, standard: String, tuned: [String] = [], _ summary: String) {
        self.init(name, .text, standard, nil, tuned, summary)
    }

    /// A text that need not be given: it is empty unless it is, and a ``ParameterSet`` does not hold it then, so that what
    /// is written of a component's other parameters stays as it was before there was this one.
    ///
    /// - Parameter words: the acceptable values in words.
    public static func optional(_ name: String, as words: String, _ summary: String) -> Parameter {
        Parameter(name, .text, "", nil, [], summary, words: words, isOptional: true)
    }
}

extension Parameter where Value: ParameterChoice {
    /// One of the words that the raw values of an enumeration are, in the order of its cases.
    ///
    /// - Parameter needingTimes: the values that can be had of accesses with times alone.
    public init(
        _ name: String, standard: Value, tuned: [Value] = [], needingTimes: [Value] = [], _ summary: String
    ) {
        self.init(
            name, .choice(Value.allCases.map(\.rawValue)), standard, nil, tuned, summary,
            needingTimes: needingTimes.map(\.parameterValue))
    }
}
