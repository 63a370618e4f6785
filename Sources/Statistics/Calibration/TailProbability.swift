import Algorithms

/// How rare a score is among benign ones: the conformal p-value (1 + #{benign ≥ s}) / (n + 1).
///
/// Valid where the score is exchangeable with the benign ones (Vovk, Gammerman and Shafer, "Algorithmic learning in a
/// random world", 2005). Never 0: a sample of n cannot show anything rarer than 1/(n + 1).
public struct TailProbability: Sendable {
    private let sorted: [Double]

    /// - Throws: ``StatisticsError/empty`` or ``StatisticsError/notANumber``; infinite scores are ranks.
    public init(benign: [Double]) throws(StatisticsError) {
        guard !benign.isEmpty else { throw .empty }
        guard !benign.contains(where: \.isNaN) else { throw .notANumber }
        sorted = benign.sorted()
    }

    /// NaN for NaN.
    public func callAsFunction(_ score: Double) -> Double {
        guard !score.isNaN else { return .nan }
        let atLeast = sorted.count - sorted.partitioningIndex { $0 >= score }
        return Double(1 + atLeast) / Double(sorted.count + 1)
    }
}
