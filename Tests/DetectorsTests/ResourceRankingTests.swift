import ContractTesting
import Concurrency
import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("The ranking of resources")
struct ResourceRankingTests {
    private static let orders = [ScoreOrder.mostAnomalousFirst, .leastAnomalousFirst]

    /// Two tenants; the second's users and resources do not begin at 0.
    private let matrix = InteractionMatrix(
        randomAccesses(tenant: "a") + randomAccesses(tenant: "b", users: 70, resources: 50, count: 300))

    /// All resources of the user's tenant, sorted by their scores: the oracle.
    private func sorted(
        _ detector: any FittedDetector, _ order: ScoreOrder, user: Int, among resources: Range<Int>,
        without excluded: SparseMatrix?
    ) throws -> [RankedResource] {
        let columns = resources.filter { !(excluded?.contains(row: user, column: $0) ?? false) }
        let scores = try detector.scores(
            users: columns.map { _ in Int32(user) }, resources: columns.map { Int32($0) })
        return zip(columns, scores).map { RankedResource(resource: Int32($0), score: $1) }.sorted {
            if $0.score == $1.score { return $0.resource < $1.resource }
            return order == .mostAnomalousFirst ? $0.score > $1.score : $0.score < $1.score
        }
    }

    @Test(
        "is that of sorting all scores, unseen or all, for every detector", arguments: DetectorContractTests.ids, orders
    )
    func oracle(id: String, order: ScoreOrder) throws {
        let detector = try Detectors.standard.detector(id, parameters: [:]).fit(matrix, .standard)
        for tenant in matrix.tenants {
            let ranking = detector.ranking(of: tenant.resources)
            for excluded in [matrix.counts, nil] {
                let found = try ranking.first(
                    7, order, forUsers: tenant.users, leavingOut: excluded, Workers(2))
                #expect(found.count == tenant.users.count)
                for (user, resources) in zip(tenant.users, found) {
                    let expected = try sorted(
                        detector, order, user: user, among: tenant.resources, without: excluded)
                    #expect(resources == Array(expected.prefix(7)))
                }
            }
        }
    }

    @Test("is that of the scores where they are normalised", arguments: orders)
    func normalized(order: ScoreOrder) throws {
        let detector = try Detectors.standard.detector(
            "als-implicit", parameters: ["normalization": .string("user-resource")]
        ).fit(matrix, .standard)
        let tenant = matrix.tenants[1], user = tenant.users.lowerBound + 3
        let found = try detector.ranking(of: tenant.resources).first(
            5, order, forUsers: user..<user + 1, leavingOut: matrix.counts, .one)
        let expected = try sorted(detector, order, user: user, among: tenant.resources, without: matrix.counts)
        #expect(found == [Array(expected.prefix(5))])
    }

    @Test("passes on what scoring throws")
    func failure() {
        struct Failing: FittedDetector {
            let tensors: [String: Matrix<Float>] = [:]
            func scores(users: [Int32], resources: [Int32]) throws -> [Double] { throw DetectorError("no scores") }
        }
        #expect(throws: DetectorError("no scores")) {
            try Failing().ranking(of: 0..<3).first(
                1, .mostAnomalousFirst, forUsers: 0..<2, leavingOut: nil, Workers(2))
        }
    }
}
