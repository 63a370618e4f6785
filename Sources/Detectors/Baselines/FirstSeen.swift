public import Interactions
public import LinearAlgebra
public import Parameters

/// The rule that is written by hand into a SIEM: report each user's first access to a resource.
///
/// The anomaly score is 1 for a pair that the training data do not contain and 0 for one that they contain. It wins
/// where nearly everything benign has been seen before. Among new pairs it is constant, so that there its curve says
/// what the plain rule gives: the fraction of attacks among new pairs at every threshold, an ROC-AUC of one half.
///
/// Complexity: O(log degree) for a pair.
public struct FirstSeen: Detector {
    public static let id = "first-seen"
    public static let summary = "The plain rule: whether the user has ever accessed the resource before."
    public static let traits: DetectorTraits = [.ignoresNeighbors]
    public static let parameters: ParameterList = []

    public init(_ parameters: ParameterSet) {}

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try context.checkCancellation()
        return FirstSeenModel(pairs: matrix.counts)
    }

    /// Restores it from the training pairs alone.
    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        FirstSeenModel(pairs: matrix.counts)
    }
}

private struct FirstSeenModel: FittedDetector {
    let pairs: SparseMatrix

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { pairs.contains(row: Int($0), column: Int($1)) ? 0 : 1 }
    }

    var tensors: [String: Matrix<Float>] { [:] }
}
