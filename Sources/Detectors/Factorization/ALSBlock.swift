import Interactions

/// Users and resources that are factorised together: a tenant, or all of them.
struct ALSBlock: Sendable {
    let users: Range<Int>
    let resources: Range<Int>
    /// The least and the largest number of accesses of a pair.
    let counts: ClosedRange<Double>

    static func blocks(of matrix: InteractionMatrix, isJoint: Bool) -> [ALSBlock] {
        if isJoint { return [ALSBlock(0..<matrix.users.count, 0..<matrix.resources.count, matrix)] }
        return matrix.tenants.map { ALSBlock($0.users, $0.resources, matrix) }
    }

    private init(_ users: Range<Int>, _ resources: Range<Int>, _ matrix: InteractionMatrix) {
        self.users = users
        self.resources = resources
        let first = matrix.counts.rowOffsets[users.lowerBound], last = matrix.counts.rowOffsets[users.upperBound]
        let values = matrix.counts.values[first..<last]
        counts = Double(values.min() ?? 0)...Double(values.max() ?? 0)
    }
}
