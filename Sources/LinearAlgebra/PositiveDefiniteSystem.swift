/// The workspace for a symmetric positive definite system A·x = b, reused for many systems of one order.
///
/// The lower triangle of A is held in row-major order.
public struct PositiveDefiniteSystem: ~Copyable {
    /// The number of equations.
    public let order: Int
    let matrix: UnsafeMutablePointer<Float>
    /// The right side b, and after ``solve()`` the solution x: `order` numbers.
    public let vector: UnsafeMutablePointer<Float>

    /// A workspace for systems of this many equations; both sides are zero.
    public init(order: Int) {
        self.order = order
        matrix = .allocate(capacity: order * order)
        vector = .allocate(capacity: order)
        matrix.initialize(repeating: 0, count: order * order)
        vector.initialize(repeating: 0, count: order)
    }

    deinit {
        matrix.deallocate()
        vector.deallocate()
    }

    /// Sets A to a matrix plus a multiple of the identity, and b to zero.
    ///
    /// - Precondition: `base` is `order × order`.
    public func reset(to base: UnsafePointer<Float>, diagonal: Float) {
        matrix.update(from: base, count: order * order)
        for index in 0..<order { matrix[index * (order + 1)] += diagonal }
        vector.update(repeating: 0, count: order)
    }

    /// Replaces b by the solution, by Cholesky's factorisation; A is overwritten.
    ///
    /// - Returns: whether A was positive definite to working precision.
    public func solve() -> Bool {
        solve(order: order)
    }

    /// Solves a smaller system, which stands densely at the beginning of the workspace.
    func solve(order: Int) -> Bool {
        LAPACK.solve(matrix, vector, order: order)
    }
}
