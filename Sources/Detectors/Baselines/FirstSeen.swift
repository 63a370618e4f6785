package import Interactions
package import LinearAlgebra
package import Parameters

/// The rule that is written by hand into a SIEM: report each user's first access to a resource.
///
/// The anomaly score is 1 for a pair that the training data do not contain and 0 for one that they contain. It wins
/// where nearly everything benign has been seen before. Among new pairs it is constant, so that there its curve says
/// what the plain rule gives: the fraction of attacks among new pairs at every threshold, an ROC-AUC of one half.
///
/// Complexity: O(log degree) for a pair.
package struct FirstSeen: Detector {
    package static let id = "first-seen"
    package static let summary = "The plain rule: whether the user has ever accessed the resource before."
    package static let traits: DetectorTraits = [.ignoresNeighbors]
    package static let foldsIn = true
    package static let parameters: ParameterList = []

    package init(_ parameters: ParameterSet) {}

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return FirstSeenModel(pairs: matrix.counts)
    }

    /// Restores it from the training pairs alone.
    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        FirstSeenModel(pairs: matrix.counts)
    }
}

private struct FirstSeenModel: FoldingIn {
    let pairs: SparseMatrix

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { pairs.contains(row: Int($0), column: Int($1)) ? 0 : 1 }
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) -> [Double] {
        Self.scores(of: accesses.map(\.resource), for: resources)
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) -> [Double] {
        Self.scores(of: accesses.map(\.user), for: users)
    }

    private static func scores(of accessed: [Int32], for others: [Int32]) -> [Double] {
        let accessed = Set(accessed)
        return others.map { accessed.contains($0) ? 0 : 1 }
    }

    var tensors: [String: Matrix<Float>] { [:] }
}
