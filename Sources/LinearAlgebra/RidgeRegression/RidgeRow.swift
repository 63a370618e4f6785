/// The entries of one row of ``RidgeRegressions``.
struct RidgeRow {
    /// The regressors of the entries, in the numbering of the matrix.
    let columns: UnsafeBufferPointer<Int32>
    let weights: UnsafeBufferPointer<Float>
    /// One for each entry; nil where the targets are the weights plus ``shift``.
    let targets: UnsafePointer<Float>?
    let shift: Float

    var count: Int { columns.count }

    /// Some of the entries.
    func part(_ range: Range<Int>) -> RidgeRow {
        RidgeRow(
            columns: UnsafeBufferPointer(rebasing: columns[range]),
            weights: UnsafeBufferPointer(rebasing: weights[range]),
            targets: targets.map { $0 + range.lowerBound }, shift: shift)
    }
}
