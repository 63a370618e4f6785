import ContractTesting
import AccessLogs
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("An ensemble")
struct EnsembleTests {
    /// Two teams that share nothing.
    private let teams = InteractionMatrix(
        (0..<40).flatMap { user in
            (0..<30).filter { $0 % 2 == user % 2 && ($0 * 7 + user * 3) % 5 != 0 }.map { access("u\(user)", "r\($0)") }
        })

    private func area(_ detector: any FittedDetector) throws -> Double {
        var scores: [Double] = [], crossed: [Bool] = []
        let pairs = teams.allPairs
        for (index, score) in try detector.scores(users: pairs.users, resources: pairs.resources).enumerated() {
            let user = Int(pairs.users[index]), resource = Int(pairs.resources[index])
            guard !teams.counts.contains(row: user, column: resource) else { continue }
            let names = (teams.users[user].name.dropFirst(), teams.resources[resource].name.dropFirst())
            scores.append(score)
            crossed.append((Int(names.0) ?? 0) % 2 != (Int(names.1) ?? 0) % 2)
        }
        return try #require(try RankingCurve(scores: scores, positive: crossed).rocAUC)
    }

    @Test("tells teams apart that its members tell apart", arguments: ["stacking", "average", "likelihood-ratios"])
    func teams(combination: String) throws {
        let ensemble = try Ensemble(["combination": .string(combination), "tuning": .integer(2)])
        #expect(try area(ensemble.fit(teams, .standard)) > 0.99)
    }

    @Test("gives no weight to a member without information")
    func weights() throws {
        let ensemble = try Ensemble(["members": .string("item-knn random"), "tuning": .integer(0)])
        let weights = try #require(try ensemble.fit(teams, .standard).tensors["0/weights"]).elements
        #expect(weights[0] > 0.5)
        #expect(abs(weights[1]) < 0.3 * weights[0])
    }

    @Test("keeps what a nearly perfect member knows where the votes are likelihood ratios")
    func nearlyPerfect() throws {
        // Three teams in which nearly everybody has everything: most pairs that look usual and are not observed were
        // left out by chance.
        let random = RandomStream(seed: Seed(8))
        let dense = InteractionMatrix(
            (0..<60).flatMap { user in
                (0..<45).filter { $0 % 3 == user % 3 && random.uniform() < 0.7 }.map {
                    access("u\(10 + user)", "r\(10 + $0)")
                }
            })
        func area(_ combination: String) throws -> Double {
            let ensemble = try Ensemble([
                "members": .string("random-paths popularity random"), "combination": .string(combination),
            ]).fit(dense, .standard)
            let pairs = dense.allPairs
            var scores: [Double] = [], crossed: [Bool] = []
            for (index, score) in try ensemble.scores(users: pairs.users, resources: pairs.resources).enumerated() {
                let user = Int(pairs.users[index]), resource = Int(pairs.resources[index])
                guard !dense.counts.contains(row: user, column: resource) else { continue }
                scores.append(score)
                crossed.append(user % 3 != resource % 3)
            }
            return try #require(try RankingCurve(scores: scores, positive: crossed).rocAUC)
        }
        #expect(try area("likelihood-ratios") > 0.999)
        #expect(try area("likelihood-ratios") >= area("stacking"))
    }

    @Test("is restored with the votes of either kind, and refuses damaged ones")
    func restored() throws {
        let ensemble = try Ensemble(["combination": .string("likelihood-ratios")])
        let fitted = try ensemble.fit(teams, .standard), pairs = teams.allPairs
        let again = try ensemble.restore(fitted.tensors, for: teams)
        #expect(
            try again.scores(users: pairs.users, resources: pairs.resources)
                == fitted.scores(users: pairs.users, resources: pairs.resources))
        #expect(again.tensors == fitted.tensors)
        var tensors = fitted.tensors
        let name = "0/als-implicit/legitimate_quantiles"
        var quantiles = try #require(tensors[name])
        quantiles.elements.reverse()
        tensors[name] = quantiles
        #expect(throws: DetectorError.self) { try ensemble.restore(tensors, for: teams) }
    }

    @Test("of one member ranks as the member does")
    func alone() throws {
        let ensemble = try Ensemble([
            "members": .string("popularity"), "tuning": .integer(0), "combination": .string("average"),
        ]).fit(teams, .standard)
        let pairs = teams.allPairs
        let member = try Popularity([:]).fit(teams, .standard).scores(users: pairs.users, resources: pairs.resources)
        let scores = try ensemble.scores(users: pairs.users, resources: pairs.resources)
        for index in 1..<scores.count where abs(member[index] - member[index - 1]) > 1e-3 {
            #expect((member[index] > member[index - 1]) == (scores[index] > scores[index - 1]))
        }
    }

    @Test("says which member is unknown, named twice or missing")
    func members() throws {
        for members in ["als-implict", "popularity popularity", " ", "ensemble"] {
            #expect(throws: DetectorError.self) {
                try Ensemble(["members": .string(members)]).fit(teams, .standard)
            }
        }
    }

    @Test("has members whose settings are those of its file")
    func settings() throws {
        let ensemble = try Ensemble(["members": .string("als-implicit"), "tuning": .integer(4)])
        var tensors = try ensemble.fit(teams, .standard).tensors
        tensors["0/als-implicit/setting"] = Matrix(rows: 1, columns: 1, elements: [99])
        #expect(throws: DetectorError.self) { try ensemble.restore(tensors, for: teams) }
    }
}

@Suite("The fraction of unobserved pairs that may be legitimate")
struct LegitimateFractionTests {
    @Test("is that of a mixture where the others are apart")
    func mixture() {
        let random = RandomStream(seed: Seed(2))
        let legitimate = (0..<4_000).map { _ in random.gaussian() }
        for fraction in [0.0, 0.25, 0.6] {
            let mixed = (0..<4_000).map { index in
                random.gaussian() + (Double(index) < 4_000 * fraction ? 0 : 8)
            }
            #expect(abs(LegitimateFraction.most(of: mixed, legitimate: legitimate) - fraction) < 0.03)
        }
    }

    @Test("is never less than the part of a mixture, and one where nothing tells the two apart")
    func bound() {
        let random = RandomStream(seed: Seed(2))
        let legitimate = (0..<4_000).map { _ in random.gaussian() }
        let near = (0..<4_000).map { random.gaussian() + ($0 < 2_000 ? 0 : 1.5) }
        let fraction = LegitimateFraction.most(of: near, legitimate: legitimate)
        #expect(fraction > 0.48 && fraction < 0.65)
        #expect(LegitimateFraction.most(of: legitimate, legitimate: legitimate) == 1)
        #expect(LegitimateFraction.most(of: [3, 4], legitimate: [1]) == 0)
        #expect(LegitimateFraction.most(of: [1, 1], legitimate: [1, 1, 1]) == 1)
    }
}

@Suite("The rank of a score as log odds")
struct RankTransformTests {
    @Test("keeps the order of all scores, also beyond those that it knows")
    func monotone() {
        let random = RandomStream(seed: Seed(1))
        let transform = RankTransform(of: (0..<300).map { _ in random.gaussian() })
        let values = stride(from: -6.0, through: 6, by: 0.01).map { transform($0) }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(abs(transform(0)) < 0.4)
    }

    @Test("gives ties the middle of their ranks, and a constant the middle of all")
    func ties() {
        let transform = RankTransform(of: [1, 1, 1])
        #expect(abs(transform(1)) < 0.01)
        #expect(transform(2) > 3)
        #expect(transform(0) < -3)
        #expect(transform(2).isFinite && transform(1e300).isFinite)
    }
}
