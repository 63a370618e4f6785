/// A fitted detector that scores users and resources that it has not seen, by what is known of their first accesses.
public protocol FoldingIn: FittedDetector {
    /// The anomaly scores of some resources for a user who is not in the training data.
    ///
    /// - Parameters:
    ///   - accesses: the user's accesses of resources of the training matrix, each resource once, all of one tenant.
    ///   - resources: resources of the training matrix.
    /// - Throws: ``DetectorError`` where the accesses do not determine the user.
    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double]

    /// The anomaly scores of some users for a resource that is not in the training data.
    ///
    /// - Parameters:
    ///   - accesses: the resource's accesses by users of the training matrix, each user once, all of one tenant.
    ///   - users: users of the training matrix.
    /// - Throws: ``DetectorError`` where the accesses do not determine the resource.
    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double]

    /// The anomaly score of each access of a user who is not in the training data, judged by the user's other accesses
    /// alone: those of ``scores(ofNewUser:for:)`` with the access in question left out.
    ///
    /// The default folds the user in anew for every access, which takes time quadratic in their number.
    ///
    /// - Parameters:
    ///   - accesses: as for ``scores(ofNewUser:for:)``; a single access has no others to be judged by.
    ///   - isCancelled: asked now and then.
    /// - Throws: ``DetectorError`` where the others do not determine the user; `CancellationError` once cancelled.
    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double]

    /// The anomaly score of each access of a resource that is not in the training data, judged by the resource's other
    /// accesses alone; as ``leaveOneOutScores(ofNewUser:isCancelled:)``.
    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double]
}

extension FoldingIn {
    /// The scores of a user's own resources, each as if the user had all others alone.
    public func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try accesses.indices.map { index in
            if isCancelled() { throw CancellationError() }
            let others = Array(accesses[..<index] + accesses[(index + 1)...])
            return try scores(ofNewUser: others, for: [accesses[index].resource])[0]
        }
    }

    /// The scores of a resource's own users, each as if the resource had all others alone.
    public func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try accesses.indices.map { index in
            if isCancelled() { throw CancellationError() }
            let others = Array(accesses[..<index] + accesses[(index + 1)...])
            return try scores(ofNewResource: others, for: [accesses[index].user])[0]
        }
    }
}
