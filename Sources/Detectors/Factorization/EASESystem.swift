import Concurrency
import Foundation
import LinearAlgebra

/// The normal equations of the regressions of a side's members on each other.
struct EASESystem: Hashable, Sendable {
    let regularization: Double
    let degreeExponent: Double

    /// What a row of a degree counts.
    func weight(ofDegree degree: Int) -> Double { pow(Double(degree), -degreeExponent) }

    /// P = (XᵀWX + λI)⁻¹ of a tenant's pairs, in Double: what a popular column and a rare one have in it differ by many
    /// orders of magnitude.
    ///
    /// - Throws: ``DetectorError`` where the equations are singular; `CancellationError`.
    func inverse(of pairs: SparseMatrix, _ context: FitContext) throws -> Matrix<Double> {
        let order = pairs.columns, byColumn = pairs.transposed()
        let rowWeights = pairs.rowDegrees.map(weight(ofDegree:))
        var system = Matrix<Double>(rows: order, columns: order)
        system.elements.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: order, size: 64, unless: context.isCancelled) { chunk in
                for column in chunk {
                    for position in byColumn.range(ofRow: column) {
                        let row = Int(byColumn.columnIndices[position])
                        for entry in pairs.range(ofRow: row) {
                            target[column * order + Int(pairs.columnIndices[entry])] += rowWeights[row]
                        }
                    }
                    target[column * order + column] += regularization
                }
            }
        }
        try context.checkCancellation()
        guard system.invertPositiveDefinite() else {
            throw DetectorError("the normal equations are singular; raise regularization")
        }
        try context.checkCancellation()
        return system
    }
}
