/// The value of a named parameter: of a detector, a scenario, a simulator or a search space.
public enum ParameterValue: Hashable, Sendable {
    case integer(Int)
    case real(Double)
    case string(String)
    case boolean(Bool)

    /// The value that a piece of text most plainly means, as on a command line: `8`, `0.1`, `true`, `binary`.
    public init(parsing text: String) {
        if let integer = Int(text) {
            self = .integer(integer)
        } else if let real = Double(text) {
            self = .real(real)
        } else if let boolean = Bool(text) {
            self = .boolean(boolean)
        } else {
            self = .string(text)
        }
    }

    /// The value as a number; nil for strings and booleans.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .string, .boolean: nil
        }
    }
}

extension ParameterValue: CustomStringConvertible {
    /// The shortest text that parses to the same value; whole reals are written without a fraction.
    public var description: String {
        switch self {
        case .integer(let value): String(value)
        case .real(let value):
            Int(exactly: value).map(String.init) ?? String(value)
        case .string(let value): value
        case .boolean(let value): String(value)
        }
    }
}

extension ParameterValue: Codable {
    /// Reads a JSON value: a truth, a whole number, a real number or a text, the first that fits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .real(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Writes the value as JSON has it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let value): try container.encode(value)
        // A whole number is written as one; reading it back as a parameter makes it a real again.
        case .real(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        }
    }
}
