/// Memory for solving ``RidgeRegressions`` again and again, so that the system need not find and clear it each time.
///
/// Copies share no memory: it is used again only where this value is its only holder.
public struct RidgeScratch: Sendable {
    private var kept: FloatTable?

    /// No memory yet.
    public init() {}

    /// A table with at least these rows; what it holds is left over from before.
    mutating func table(rows: Int, columns: Int) -> FloatTable {
        if isKnownUniquelyReferenced(&kept), let kept, kept.rows >= rows,
            kept.stride == FloatTable.stride(for: columns)
        {
            return kept
        }
        let table = FloatTable(rows: rows, columns: columns)
        kept = table
        return table
    }
}
