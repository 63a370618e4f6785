import ContractTesting
import Concurrency
import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

/// Nothing that takes long continues without asking whether it is cancelled.
@Suite("Every detector, asked to stop")
struct CancellationTests {
    /// Those whose fit does nothing but pass over the pairs a few times.
    private static let instant = [
        "user-knn", "item-knn", "pagerank", "random-paths", "adamic-adar", "popularity", "user-degree", "first-seen",
        "random",
    ]
    /// Those whose questions do not depend on the data: before every product.
    private static let regular = ["svd"]
    static let growing = DetectorContractTests.ids.filter { !instant.contains($0) && !regular.contains($0) }

    private static func matrix(users: Int, resources: Int) -> InteractionMatrix {
        InteractionMatrix(randomAccesses(users: users, resources: resources, count: 6 * users))
    }

    private static let small = matrix(users: 40, resources: 20)
    private static let large = matrix(users: 1500, resources: 200)

    private func detector(_ id: String) throws -> any Detector {
        let type = try Detectors.standard.type(of: id)
        // Epochs that end early would ask less often, whatever the data.
        let steps = (type as? any SteppedDetector.Type)?.stepsParameter.name
        return try Detectors.standard.detector(
            id,
            parameters: steps.map { [$0: .integer(2)] }
                ?? (id == "ensemble" ? ["members": .string("als-implicit")] : [:]))
    }

    /// How often a fit asks.
    private func questions(_ id: String, of matrix: InteractionMatrix) throws -> Int {
        let asked = Counter()
        let context = FitContext(
            seed: Seed(5),
            isCancelled: {
                _ = asked.next()
                return false
            })
        _ = try detector(id).fit(matrix, context)
        return asked.next() - 1
    }

    @Test("asks more often in a fit the more there is to do", arguments: growing)
    func fits(id: String) throws {
        let few = try questions(id, of: Self.small), many = try questions(id, of: Self.large)
        #expect(many > few)
    }

    @Test("ends a fit at the next question, whichever that is", arguments: DetectorContractTests.ids)
    func endsFit(id: String) throws {
        let all = try questions(id, of: Self.large)
        for limit in Set([0, 1, all / 2, all - 1]) where limit < all {
            let asked = Counter()
            let context = FitContext(seed: Seed(5), isCancelled: { asked.next() > limit })
            #expect(throws: CancellationError.self) { try detector(id).fit(Self.large, context) }
            // What is under way on a few workers, and the check that follows it.
            #expect(asked.next() - limit <= 12)
        }
    }

    @Test(
        "ends scoring at the next question, and asks before every few thousand pairs",
        arguments: DetectorContractTests.ids)
    func endsScoring(id: String) throws {
        let fitted = try detector(id).fit(Self.small, FitContext(seed: Seed(5)))
        let pairs = Self.small.allPairs
        let users = (0..<30).flatMap { _ in pairs.users }, resources = (0..<30).flatMap { _ in pairs.resources }
        let asked = Counter()
        let scores = try fitted.scores(users: users, resources: resources) {
            _ = asked.next()
            return false
        }
        #expect(try scores == fitted.scores(users: users, resources: resources))
        let all = asked.next() - 1
        #expect(all >= users.count / 8192)
        for limit in Set([0, 1, all - 1]) where limit < all {
            let asked = Counter()
            #expect(throws: CancellationError.self) {
                try fitted.scores(users: users, resources: resources) { asked.next() > limit }
            }
            #expect(asked.next() - limit == 2)
        }
    }

    @Test(
        "asks before every user whose walks and neighbours it follows",
        arguments: [
            "pagerank", "random-paths", "adamic-adar", "user-knn", "item-knn",
        ])
    func asksByUser(id: String) throws {
        let fitted = try detector(id).fit(Self.small, FitContext(seed: Seed(5)))
        let indices = (0..<20).map { Int32($0) }
        let asked = Counter()
        _ = try fitted.scores(users: indices, resources: indices) {
            _ = asked.next()
            return false
        }
        #expect(asked.next() > indices.count)
    }

    @Test("ends the ranking of resources", arguments: ["als-implicit", "pagerank"])
    func endsRanking(id: String) throws {
        let fitted = try detector(id).fit(Self.small, FitContext(seed: Seed(5)))
        let tenant = Self.small.tenants[0]
        #expect(throws: CancellationError.self) {
            try fitted.ranking(of: tenant.resources).first(
                3, .mostAnomalousFirst, forUsers: tenant.users, leavingOut: nil, Workers(2), isCancelled: { true })
        }
    }

    @Test("normalises and calibrates no further")
    func normalized() throws {
        let detector = try Detectors.standard.detector(
            "popularity", parameters: ["normalization": .string("user-resource"), "calibration": .string("tail")])
        let all = 300
        for limit in [1, 10, all] {
            let asked = Counter()
            let context = FitContext(seed: Seed(5), isCancelled: { asked.next() > limit })
            #expect(throws: CancellationError.self) { try detector.fit(Self.large, context) }
            #expect(asked.next() == limit + 2)
        }
    }
}
