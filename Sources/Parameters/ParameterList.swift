/// The parameters that a component declares, in the order in which they are listed.
///
/// It is what files, command lines and searches know of a component, and the only source of a ``ParameterSet``.
public struct ParameterList: Hashable, Sendable {
    private let descriptions: [ParameterDescription]

    private init(_ descriptions: [ParameterDescription]) {
        self.descriptions = descriptions
    }

    /// The parameters of the first list, then those of the second.
    public static func + (first: ParameterList, second: ParameterList) -> ParameterList {
        ParameterList(first.descriptions + second.descriptions)
    }

    /// The values that people have given, each checked; those that are missing are standard.
    ///
    /// - Throws: ``ParameterError`` for an unknown name or an unacceptable value.
    public func checked(_ given: [String: ParameterValue]) throws(ParameterError) -> ParameterSet {
        for name in given.keys.sorted() where !contains(where: { $0.name == name }) {
            throw .unknown(parameter: name, known: map(\.name))
        }
        var values: [String: ParameterValue] = [:]
        for parameter in self where given[parameter.name] != nil || !parameter.isLeftOut {
            values[parameter.name] = try given[parameter.name].map(parameter.checked) ?? parameter.standard
        }
        return ParameterSet(values: values)
    }

    /// The standard values.
    public var standard: ParameterSet { accepted([:]) }

    /// Values that need no check any more, since each was checked when it was read, or lies between two that were, as
    /// the points of a search space do; those that are missing are standard.
    package func accepted(_ values: [String: ParameterValue]) -> ParameterSet {
        ParameterSet(
            values: Dictionary(
                descriptions.lazy.filter { values[$0.name] != nil || !$0.isLeftOut }.map {
                    ($0.name, values[$0.name].map($0.inOwnType) ?? $0.standard)
                },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension ParameterList: RandomAccessCollection {
    /// Zero.
    public var startIndex: Int { 0 }
    /// The number of parameters.
    public var endIndex: Int { descriptions.count }

    /// The parameter at an index, in the order of declaration.
    public subscript(index: Int) -> ParameterDescription { descriptions[index] }
}

/// A parameter of any type, as an entry of a ``ParameterList``.
public protocol DeclaredParameter: Sendable {
    var description: ParameterDescription { get }
}

extension Parameter: DeclaredParameter {}

extension ParameterList: ExpressibleByArrayLiteral {
    /// The parameters in the order in which they are listed.
    public init(arrayLiteral parameters: any DeclaredParameter...) {
        self.init(parameters.map(\.description))
    }
}
