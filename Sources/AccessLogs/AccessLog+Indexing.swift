extension AccessLog {
    /// The same accesses by vocabularies that begin with others, to which the names that they lack are added in the order of
    /// this log.
    ///
    /// - Parameters:
    ///   - first: the users that have the first indices.
    ///   - firstResources: the resources that have the first indices.
    ///   - user: the name under which a user goes, given its name here and its identifier.
    ///   - resource: the same of a resource.
    package func indexed(
        by first: Vocabulary, _ firstResources: Vocabulary,
        user renamed: (TenantName, _ sid: String?) -> TenantName = { name, _ in name },
        resource renamedResource: (TenantName) -> TenantName = { $0 }
    ) -> AccessLog {
        var users = first, resources = firstResources
        let newUser = self.users.names.indices.map { users.insert(renamed(self.users[$0], userSIDs[$0])) }
        let newResource = self.resources.names.map { resources.insert(renamedResource($0)) }
        var sids = [String?](repeating: nil, count: users.count)
        for (index, sid) in zip(newUser, userSIDs) { sids[Int(index)] = sid }
        return AccessLog(
            users: users, resources: resources, userSIDs: sids, user: user.map { newUser[Int($0)] },
            resource: resource.map { newResource[Int($0)] }, microseconds: microseconds, weight: weight,
            outcome: outcome)
    }
}
