/// Values for all of a component's parameters: checked, standard values filled in. A ``ParameterList`` makes it.
public struct ParameterSet: Sendable {
    /// The values by name.
    public let values: [String: ParameterValue]
    /// Told of each parameter that is read, so that tests can hold what a component reads against what it declares.
    package var onReading: (@Sendable (ParameterDescription) -> Void)?

    init(values: [String: ParameterValue]) {
        self.values = values
    }

    /// The value of a parameter.
    ///
    /// A parameter that the component reads without declaring it cannot be set by anybody: its value is the standard
    /// one.
    public subscript<Value>(parameter: Parameter<Value>) -> Value {
        onReading?(parameter.description)
        return values[parameter.name].flatMap(Value.init(parameterValue:)) ?? parameter.standard
    }

    /// The value of a parameter that need not be given; nil where it is not.
    public func given(_ parameter: Parameter<Int>) -> Int? {
        let value = self[parameter]
        return parameter.description.isOptional && value == parameter.standard ? nil : value
    }
}

extension ParameterSet: Hashable {
    /// Whether both give the same parameters the same values.
    public static func == (first: ParameterSet, second: ParameterSet) -> Bool { first.values == second.values }

    /// Hashes the values.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension ParameterSet: CustomStringConvertible {
    /// The values in the order of their names: `alpha=10 rank=8`.
    public var description: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
