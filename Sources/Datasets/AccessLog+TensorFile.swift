import AccessLogs

extension AccessLog {
    /// The log as columns of a tensor file.
    var tensorFile: TensorFile {
        var file = TensorFile([
            "user": Tensor(.int32(user)),
            "resource": Tensor(.int32(resource)),
            "time_microseconds": Tensor(.int64(microseconds)),
            "weight": Tensor(.float32(weight)),
            "outcome": Tensor(.uint8(outcome.map(\.rawValue))),
        ])
        file.setVocabulary(users, "users")
        file.setVocabulary(resources, "resources")
        file.setStrings(userSIDs.lazy.map { $0 ?? "" }, "users.sid")
        return file
    }

    /// Reads a log's columns.
    ///
    /// - Throws: ``DatasetError`` where a column is missing, too short or holds an index or number out of range.
    init(_ file: TensorFile) throws(DatasetError) {
        let users = try file.vocabulary("users"), resources = try file.vocabulary("resources")
        let user = try file.int32("user")
        let resource = try file.int32("resource", count: user.count)
        guard user.allSatisfy({ 0 <= $0 && $0 < users.count }),
            resource.allSatisfy({ 0 <= $0 && $0 < resources.count })
        else { throw DatasetError("an access names a user or resource that the vocabulary lacks") }
        var tenants: [String: Int32] = [:]
        func number(_ name: TenantName) -> Int32 {
            tenants[name.tenant]
                ?? {
                    tenants[name.tenant] = Int32(tenants.count); return Int32(tenants.count - 1)
                }()
        }
        let userTenant = users.names.map(number), resourceTenant = resources.names.map(number)
        guard zip(user, resource).allSatisfy({ userTenant[Int($0)] == resourceTenant[Int($1)] }) else {
            throw DatasetError("an access joins a user and a resource of different tenants")
        }
        let weight = try file.float32("weight", count: user.count)
        guard weight.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw DatasetError("the column 'weight' holds a number that is negative or not finite")
        }
        let microseconds = try file.int64("time_microseconds", count: user.count)
        guard microseconds.allSatisfy({ $0 == Self.untimed || Timestamp.range.contains(Timestamp(microseconds: $0)) })
        else { throw DatasetError("the column 'time_microseconds' holds a time out of range") }
        let outcome = try file.uint8("outcome", count: user.count).map { AccessEvent.Outcome(rawValue: $0) ?? .unknown }
        let sids = try file.strings("users.sid", count: users.count)
        self.init(
            users: users, resources: resources, userSIDs: sids.map { $0.isEmpty ? nil : $0 }, user: user,
            resource: resource,
            microseconds: microseconds, weight: weight, outcome: outcome)
    }
}
