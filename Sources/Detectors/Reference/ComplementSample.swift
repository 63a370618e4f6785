import Statistics

/// Pairs drawn from those that a tenant's training rows do not contain: the negatives of explicit feedback.
struct ComplementSample {
    /// The pairs, sorted and distinct.
    let pairs: [(user: Int32, resource: Int32)]

    /// For each training row, draws some pairs of a user and a resource of the tenant, uniformly and independently, and
    /// keeps those that are new. There are fewer pairs than draws where the matrix is dense.
    init(of tenant: LikelihoodTable.Tenant, factor: Int, seed: Seed) {
        let random = RandomStream(seed: seed)
        func key(_ user: Int, _ resource: Int) -> UInt64 { UInt64(user) << 32 | UInt64(resource) }
        var taken = Set(tenant.rows.map { key(Int($0.user), Int($0.resource)) })
        var drawn: [UInt64] = []
        for _ in 0..<tenant.rows.count * factor {
            let user = tenant.users.lowerBound + random.index(below: tenant.users.count)
            let resource = tenant.resources.lowerBound + random.index(below: tenant.resources.count)
            if taken.insert(key(user, resource)).inserted { drawn.append(key(user, resource)) }
        }
        pairs = drawn.sorted().map { (Int32(truncatingIfNeeded: $0 >> 32), Int32(truncatingIfNeeded: $0)) }
    }
}
