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
}
