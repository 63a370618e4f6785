/// Corrections for asking several questions at once.
public enum MultipleTests {
    /// P-values adjusted by S. Holm's step-down ("A simple sequentially rejective multiple test procedure",
    /// Scandinavian Journal of Statistics 6, 1979): the i-th smallest of m times m − i + 1, at most 1, and never less
    /// than the one before.
    ///
    /// - Throws: ``StatisticsError/notANumber``, or ``StatisticsError/outOfRange(_:)`` for a value outside 0...1.
    public static func holm(_ pValues: [Double]) throws(StatisticsError) -> [Double] {
        for pValue in pValues {
            guard !pValue.isNaN else { throw .notANumber }
            guard (0...1).contains(pValue) else { throw .outOfRange("the p-value \(pValue)") }
        }
        var adjusted = pValues, largest = 0.0
        for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
            largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
