public import Parameters

/// The parameters that a search varies, and the values that it tries for each.
public struct SearchSpace: Hashable, Sendable {
    /// The dimensions by the name of their parameter.
    public private(set) var dimensions: [String: Dimension]

    /// A space of one point without parameters.
    public init() {
        dimensions = [:]
    }

    /// - Throws: ``SearchError`` where a dimension is invalid; the message starts with its name.
    public init(_ dimensions: [String: Dimension]) throws(SearchError) {
        self.init()
        for (name, dimension) in dimensions.sorted(by: { $0.key < $1.key }) { try vary(name, over: dimension) }
    }

    /// The one point of the standard values.
    public init(of parameters: ParameterList) {
        dimensions = Dictionary(
            parameters.map { ($0.name, .constant($0.standard)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The values that the parameters themselves name for searches, and the standard value of each that names none.
    public init(tuning parameters: ParameterList) {
        self.init(of: parameters)
        for parameter in parameters where !parameter.tuned.isEmpty {
            dimensions[parameter.name] = .categorical(parameter.tuned)
        }
    }

    /// Gives a parameter other values to try.
    ///
    /// - Parameter dimension: values each of which the parameter takes; the ends of a range, if it is one.
    /// - Throws: ``SearchError`` where the dimension is invalid; the message starts with the name.
    public mutating func vary(_ name: String, over dimension: Dimension) throws(SearchError) {
        do {
            try dimension.validate()
        } catch {
            throw SearchError("\(name): \(error)")
        }
        dimensions[name] = dimension
    }

    /// The dimensions in the order of their names, which is the order that samplers use.
    public var ordered: [(name: String, dimension: Dimension)] {
        dimensions.sorted { $0.key < $1.key }.map { (name: $0.key, dimension: $0.value) }
    }

    /// How many points the space has; nil where a dimension is a continuum.
    public var pointCount: Int? {
        var counts: [Int] = []
        for dimension in dimensions.values {
            guard let count = dimension.count else { return nil }
            counts.append(count)
        }
        return Self.product(counts)
    }

    /// The product, or the largest integer where that is larger still.
    static func product(_ counts: [Int]) -> Int {
        counts.reduce(1) { product, count in
            let (result, overflow) = product.multipliedReportingOverflow(by: count)
            return overflow ? .max : result
        }
    }

    /// The digits of a point's index, one for each ordered dimension; the last dimension varies fastest.
    static func digits(of index: Int, counts: [Int]) -> [Int] {
        var rest = index
        var digits = [Int](repeating: 0, count: counts.count)
        for position in counts.indices.reversed() {
            digits[position] = rest % counts[position]
            rest /= counts[position]
        }
        return digits
    }
}
