/// Values for all of a component's parameters: checked, defaults filled in.
public struct ParameterSet: Hashable, Sendable {
    /// The values by name.
    public let values: [String: ParameterValue]

    /// Checks the given values against a component's parameters and fills in the defaults.
    ///
    /// - Throws: ``ParameterError`` for an unknown name or an unacceptable value.
    public init(
        _ given: [String: ParameterValue], for parameters: [ParameterDescription]
    ) throws(ParameterError) {
        for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
            throw .unknown(parameter: name, known: parameters.map(\.name))
        }
        var values: [String: ParameterValue] = [:]
        for parameter in parameters {
            values[parameter.name] = try parameter.checked(given[parameter.name] ?? parameter.defaultValue)
        }
        self.values = values
    }

    /// The value of an integer parameter.
    ///
    /// - Precondition: the component declares an integer parameter of this name.
    public func integer(_ name: String) -> Int {
        guard case .integer(let value)? = values[name] else { preconditionFailure("\(name) is no integer parameter") }
        return value
    }

    /// The value of a real parameter.
    ///
    /// - Precondition: the component declares a real parameter of this name.
    public func real(_ name: String) -> Double {
        guard case .real(let value)? = values[name] else { preconditionFailure("\(name) is no real parameter") }
        return value
    }

    /// The value of a choice parameter.
    ///
    /// - Precondition: the component declares a choice parameter of this name.
    public func choice(_ name: String) -> String {
        guard case .string(let value)? = values[name] else { preconditionFailure("\(name) is no choice parameter") }
        return value
    }

    /// The value of a text parameter.
    ///
    /// - Precondition: the component declares a text parameter of this name.
    public func text(_ name: String) -> String {
        guard case .string(let value)? = values[name] else { preconditionFailure("\(name) is no text parameter") }
        return value
    }

    /// The value of a boolean parameter.
    ///
    /// - Precondition: the component declares a boolean parameter of this name.
    public func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = values[name] else { preconditionFailure("\(name) is no boolean parameter") }
        return value
    }
}

extension ParameterSet: CustomStringConvertible {
    /// The values in the order of their names: `alpha=10 rank=8`.
    public var description: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
