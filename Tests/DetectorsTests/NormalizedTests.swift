import ContractTesting
import AccessLogs
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Normalised scores")
struct NormalizedTests {
    private let matrix = InteractionMatrix(randomAccesses(users: 60, resources: 40, count: 600))

    private func fitted(
        _ normalization: String, _ calibration: String = "none", _ matrix: InteractionMatrix? = nil
    ) throws -> any FittedDetector {
        try detector(normalization, calibration).fit(matrix ?? self.matrix, .standard)
    }

    private func detector(_ normalization: String, _ calibration: String) throws -> Normalized<ALSImplicit> {
        try Normalized<ALSImplicit>([
            "rank": .integer(4), "normalization": .string(normalization), "calibration": .string(calibration),
        ])
    }

    private static let settings = [
        "tenant", "user", "resource", "user-resource", "user-scale", "resource-scale", "user-resource-scale",
    ]

    @Test("are those of the detector where nothing is asked for")
    func none() throws {
        let plain = try ALSImplicit(["rank": .integer(4)]).fit(matrix, .standard)
        #expect(try matrix.scores(of: fitted("none")) == matrix.scores(of: plain))
    }

    @Test("of a tenant's training pairs have mean 0 and deviation 1")
    func tenant() throws {
        let scores = try fitted("tenant").scoresOfTrainingPairs(of: 0..<matrix.users.count, in: matrix)
        let moments = ScoreMoments(of: scores)
        #expect(abs(moments.mean) < 1e-4)
        #expect(abs(moments.deviation - 1) < 1e-4)
    }

    @Test("of a user's unseen pairs lie around 0, whatever else the user does")
    func user() throws {
        let model = try fitted("user")
        let background = BackgroundPairs(of: matrix, count: 400, seed: Seed(99))
        for moments in try background.momentsOfUsers(model.scores) {
            #expect(abs(moments.mean) < 0.5)
            #expect(abs(moments.deviation - 1) < 0.5)
        }
    }

    @Test("are scaled alone: by each user's deviation and the median of all, so that zero stays zero")
    func scaled() throws {
        let plain = try fitted("none"), scaled = try fitted("user-scale")
        let raw = try BackgroundPairs(of: matrix, count: 4_000, seed: Seed(99)).momentsOfUsers(plain.scores)
            .map(\.deviation)
        let median = raw.sorted()[raw.count / 2]
        for user in 0..<Int32(matrix.users.count) {
            let resources = Array(0..<Int32(matrix.resources.count))
            let users = resources.map { _ in user }
            let before = try plain.scores(users: users, resources: resources)
            let after = try scaled.scores(users: users, resources: resources)
            let own = raw[Int(user)]
            for (before, after) in zip(before, after) where abs(before) > 1e-3 {
                let divisor = before / after
                #expect(abs(divisor / (own * own + median * median).squareRoot() - 1) < 0.25)
            }
        }
    }

    @Test("of a resource's unseen pairs lie around 0", arguments: ["resource", "user-resource"])
    func resource(normalization: String) throws {
        let model = try fitted(normalization)
        let background = BackgroundPairs(of: matrix, count: 400, seed: Seed(99))
        for moments in try background.momentsOfResources(model.scores) {
            #expect(abs(moments.mean) < 0.5)
            #expect(abs(moments.deviation - 1) < 0.5)
        }
    }

    @Test("do not depend on other tenants", arguments: settings, ["none", "tail"])
    func tenants(normalization: String, calibration: String) throws {
        let two = InteractionMatrix(
            randomAccesses(tenant: "a", count: 100) + randomAccesses(users: 60, resources: 40, count: 600))
        let alone = try matrix.scores(of: fitted(normalization, calibration))
        let among = try two.scores(of: fitted(normalization, calibration, two)).filter { $0.key[0] == "t" }
        #expect(among == alone)
    }

    @Test("are the same when restored", arguments: settings + ["none"], ["none", "tail"])
    func restored(normalization: String, calibration: String) throws {
        let detector = try detector(normalization, calibration), model = try detector.fit(matrix, .standard)
        let restored = try detector.restore(model.tensors, for: matrix)
        #expect(try matrix.scores(of: restored) == matrix.scores(of: model))
        for name in model.tensors.keys {
            var damaged = model.tensors
            damaged[name] = nil
            #expect(throws: DetectorError.self) { try detector.restore(damaged, for: matrix) }
        }
    }

    @Test("are finite for the smallest matrices", arguments: settings, ["none", "tail"])
    func smallest(normalization: String, calibration: String) throws {
        for accesses in [
            [access("u", "r")], [access("u", "r"), access("u", "s")], [access("u", "r"), access("v", "r")],
        ] {
            let matrix = InteractionMatrix(accesses)
            let scores = try matrix.scores(of: fitted(normalization, calibration, matrix))
            #expect(scores.values.allSatisfy { $0.isFinite })
        }
    }

    /// A score of −log₁₀ p should be reached by a fraction p of legitimate pairs that the model has not seen, whatever
    /// the algorithm.
    @Test("mean the same for every algorithm once calibrated", arguments: ["als-implicit", "item-knn", "svd"])
    func calibrated(id: String) throws {
        let random = RandomStream(seed: Seed(4))
        // Four teams with habits, and some noise.
        let accesses = (0..<6_000).map { _ in
            let user = random.index(below: 200), team = user % 4
            let resource = random.bernoulli(0.9) ? 4 * random.index(below: 20) + team : random.index(below: 80)
            return access("u\(user)", "r\(resource)")
        }
        let matrix = InteractionMatrix(accesses)
        let held = HeldOutPairs(of: matrix, fraction: 0.2, seed: Seed(77))
        let model = try Detectors.standard.detector(id, parameters: ["calibration": .string("tail")])
            .fit(held.rest, .standard)
        let scores = try model.scores(users: held.users, resources: held.resources)
        #expect(scores.count > 400)
        for probability in [0.5, 0.2, 0.1] {
            let fraction = Double(scores.count { $0 >= -log10(probability) }) / Double(scores.count)
            // Four standard errors of the fraction itself and of the sample that the tail comes from.
            let error = 4 * (probability * (1 - probability) * (1 / Double(scores.count) + 1.0 / 250)).squareRoot()
            #expect(fraction < probability + error)
            // Neighbours give many pairs the same score; of a tie the probability is that of all of it.
            if id != "item-knn" { #expect(fraction > probability - error) }
        }
    }
}

@Suite("Pairs that are left out of training")
struct HeldOutPairsTests {
    private let matrix = InteractionMatrix(
        randomAccesses(users: 60, resources: 40, count: 600) + randomAccesses(tenant: "z", count: 40))

    @Test("are gone from the rest, in which every user and resource keeps a pair")
    func disjoint() {
        let held = HeldOutPairs(of: matrix, fraction: 0.2, seed: Seed(1))
        #expect(held.users.count > 50)
        #expect(held.rest.pairCount + held.users.count == matrix.pairCount)
        for (user, resource) in zip(held.users, held.resources) {
            #expect(matrix.counts.contains(row: Int(user), column: Int(resource)))
            #expect(!held.rest.counts.contains(row: Int(user), column: Int(resource)))
        }
        #expect((0..<matrix.users.count).allSatisfy { !held.rest.counts.range(ofRow: $0).isEmpty })
        let byResource = held.rest.counts.transposed()
        #expect((0..<matrix.resources.count).allSatisfy { !byResource.range(ofRow: $0).isEmpty })
    }

    @Test("have unobserved negatives with their users and resources")
    func negatives() {
        let held = HeldOutPairs(of: matrix, fraction: 0.2, seed: Seed(1))
        let tenant = matrix.tenants[0], block = matrix.block(of: tenant)
        let own = HeldOutPairs(of: block, fraction: 0.2, seed: Seed(1))
        let negatives = MatchedNegatives(of: own, in: block, seed: Seed(1))
        #expect(negatives.users.count == own.users.count)
        #expect(Set(negatives.users).isSubset(of: own.users) && Set(negatives.resources).isSubset(of: own.resources))
        for (user, resource) in zip(negatives.users, negatives.resources) {
            #expect(!block.counts.contains(row: Int(user), column: Int(resource)))
        }
        #expect(!held.users.isEmpty)
    }
}
