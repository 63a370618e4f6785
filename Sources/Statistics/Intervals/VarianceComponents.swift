/// How much of a measurement's variation comes from each level of a nested design: worlds, injections within a world,
/// initializations within an injection.
///
/// The estimators of the analysis of variance for balanced data: the mean square of each level less that of the level
/// below, divided by the number of values that it averages (S. R. Searle, G. Casella, C. E. McCulloch, "Variance
/// components", 1992, section 3.6 extended to three levels). An estimate below zero is reported as zero.
public struct VarianceComponents: Hashable, Sendable, Encodable {
    /// The variance between worlds; nil where there is one.
    public let worlds: Double?
    /// The variance between the injections of a world; nil where each world has one.
    public let injections: Double?
    /// The variance between the initializations of an injection; nil where each injection has one.
    public let initializations: Double?

    /// - Parameter values: by world, injection and initialisation.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/notANumber``, or ``StatisticsError/outOfRange(_:)`` for a
    ///   design that is not balanced.
    public init(_ values: [[[Double]]]) throws(StatisticsError) {
        guard let first = values.first?.first, !first.isEmpty, let injections = values.first?.count else {
            throw .empty
        }
        guard values.allSatisfy({ $0.count == injections && $0.allSatisfy { $0.count == first.count } }) else {
            throw .outOfRange("a design that is not balanced")
        }
        guard values.joined().joined().allSatisfy(\.isFinite) else { throw .notANumber }
        let starts = Double(first.count), ofWorld = values.map { $0.map(Self.mean) }
        // Mean squares per single value, each nil where its level has nothing that varies.
        let within = Self.pooled(values.flatMap { $0 })
        let between = Self.pooled(ofWorld).map { $0 * starts }
        let top = Self.pooled([ofWorld.map(Self.mean)]).map { $0 * starts * Double(injections) }
        initializations = within
        self.injections = between.map { max(0, $0 - (within ?? 0)) / starts }
        worlds = top.map { max(0, $0 - (between ?? within ?? 0)) / (starts * Double(injections)) }
    }

    /// The sum of the levels that vary.
    public var total: Double { (worlds ?? 0) + (injections ?? 0) + (initializations ?? 0) }

    /// Whether the random start matters more than both the attacks and the world: a model to distrust.
    public var isUnstable: Bool {
        guard let initializations, worlds != nil || injections != nil else { return false }
        return initializations > (worlds ?? 0) + (injections ?? 0)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// The mean square within groups of equal size; nil for groups of one.
    private static func pooled(_ groups: [[Double]]) -> Double? {
        guard let size = groups.first?.count, size > 1 else { return nil }
        let squares = groups.reduce(0.0) { sum, group in
            let mean = mean(group)
            return sum + group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        return squares / Double(groups.count * (size - 1))
    }
}
