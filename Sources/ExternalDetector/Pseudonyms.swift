import AccessLogs
import Interactions
import Statistics

/// What a program is told in place of a matrix's names: the order of users, of resources and of tenants is drawn anew,
/// and each is called by its place in that order.
///
/// Names say who somebody is, so that a table from elsewhere could be joined, a log of the future among them; and the
/// rows of a matrix are sorted by name. Neither the pseudonyms nor the order of rows tell anything: they are drawn from
/// a seed that the program is not given.
struct Pseudonyms: Sendable {
    /// The program's number of each user, and of each resource, of the matrix.
    let numberOfUser: [Int32]
    let numberOfResource: [Int32]
    let tenants: [Tenant]

    /// A tenant's users and resources by the program's numbers.
    struct Tenant: Sendable {
        let users: Range<Int>
        let resources: Range<Int>
    }

    init(for matrix: InteractionMatrix, seed: Seed) {
        let random = RandomStream(seed: seed)
        var order = matrix.tenants
        random.shuffle(&order)
        var numberOfUser = [Int32](repeating: 0, count: matrix.users.count)
        var numberOfResource = [Int32](repeating: 0, count: matrix.resources.count)
        var tenants: [Tenant] = []
        var users = 0, resources = 0
        for tenant in order {
            Self.number(tenant.users, from: users, in: &numberOfUser, using: random)
            Self.number(tenant.resources, from: resources, in: &numberOfResource, using: random)
            tenants.append(
                Tenant(
                    users: users..<users + tenant.users.count, resources: resources..<resources + tenant.resources.count
                ))
            users += tenant.users.count
            resources += tenant.resources.count
        }
        self.numberOfUser = numberOfUser
        self.numberOfResource = numberOfResource
        self.tenants = tenants
    }

    private static func number(
        _ members: Range<Int>, from first: Int, in numbers: inout [Int32], using random: RandomStream
    ) {
        var order = Array(members)
        random.shuffle(&order)
        for (place, member) in order.enumerated() { numbers[member] = Int32(first + place) }
    }

    /// The names that the program is told, such as `u0`, `u1` and so on.
    static func names(_ letter: Character, count: Int) -> [String] {
        (0..<count).map { "\(letter)\($0)" }
    }
}
