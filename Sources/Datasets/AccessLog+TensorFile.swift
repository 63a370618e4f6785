import AccessLogs
import Files

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
    /// - Throws: ``FileError`` where a column is missing, too short or holds an index or number out of range.
    init(_ file: TensorFile) throws(FileError) {
        let users = try file.vocabulary("users"), resources = try file.vocabulary("resources")
        let user = try file.int32("user")
        let resource = try file.int32("resource", count: user.count)
        guard Self.holds(user, below: users.count), Self.holds(resource, below: resources.count) else {
            throw FileError("an access names a user or resource that the vocabulary lacks")
        }
        var tenants: [String: Int32] = [:]
        func number(_ name: TenantName) -> Int32 {
            tenants[name.tenant]
                ?? {
                    tenants[name.tenant] = Int32(tenants.count); return Int32(tenants.count - 1)
                }()
        }
        let userTenant = users.names.map(number), resourceTenant = resources.names.map(number)
        guard tenants.count == 1 || zip(user, resource).allSatisfy({ userTenant[Int($0)] == resourceTenant[Int($1)] })
        else {
            throw FileError("an access joins a user and a resource of different tenants")
        }
        let weight = try file.float32("weight", count: user.count)
        guard Self.none(weight, { !($0 >= 0 && $0 <= .greatestFiniteMagnitude) }) else {
            throw FileError("the column 'weight' holds a number that is negative or not finite")
        }
        let microseconds = try file.int64("time_microseconds", count: user.count)
        let first = Timestamp.range.lowerBound.microseconds, last = Timestamp.range.upperBound.microseconds
        guard Self.none(microseconds, { $0 != .min && ($0 < first || $0 > last) }) else {
            throw FileError("the column 'time_microseconds' holds a time out of range")
        }
        let outcomes = (0...UInt8.max).map { AccessEvent.Outcome(rawValue: $0) ?? .unknown }
        let outcome = try file.uint8("outcome", count: user.count).map { outcomes[Int($0)] }
        let sids = try file.strings("users.sid", count: users.count)
        self.init(
            users: users, resources: resources, userSIDs: sids.map { $0.isEmpty ? nil : $0 }, user: user,
            resource: resource,
            microseconds: microseconds, weight: weight, outcome: outcome)
    }

    private static func holds(_ indices: [Int32], below bound: Int) -> Bool {
        let bound = UInt32(clamping: bound)
        return none(indices) { UInt32(bitPattern: $0) >= bound }
    }

    /// Whether no element is bad. Checks all of them without stopping early, which is faster: there is hardly ever a
    /// bad one.
    private static func none<Element>(_ elements: [Element], _ isBad: (Element) -> Bool) -> Bool {
        var bad: Int32 = 0
        for element in elements { bad |= isBad(element) ? 1 : 0 }
        return bad == 0
    }
}
