import AccessLogs
import Concurrency
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing
import TestSupport

/// What every registered detector promises.
@Suite("Every detector")
struct DetectorContractTests {
    /// Detectors by id, because a metatype is no argument of a test.
    static let ids = Detectors.standard.types.map { $0.id }
    static let isolating = Detectors.standard.types.filter { $0.isolatesTenants }.map { $0.id }

    /// Those that go by who accesses what, and not by counts of accesses or by chance alone.
    static let informed = Detectors.standard.types.filter { !$0.traits.contains(.ignoresNeighbors) }.map { $0.id }

    /// As many factors as there are groups, where the detector has factors.
    static func parameters(_ id: String, groups: Int) throws -> [String: ParameterValue] {
        let hasRank = try Detectors.standard.type(of: id).parameters.contains { $0.name == "rank" }
        return hasRank ? ["rank": .integer(groups)] : [:]
    }

    private let matrix = InteractionMatrix(randomAccesses())

    private func detector(_ id: String) throws -> any Detector {
        try Detectors.standard.detector(id, parameters: [:])
    }

    private func scores(
        _ id: String, _ matrix: InteractionMatrix, _ context: FitContext = .standard
    ) throws -> [[String]: Double] {
        try matrix.scores(of: detector(id).fit(matrix, context))
    }

    @Test("gives the same scores again", arguments: ids)
    func deterministic(id: String) throws {
        let first = try scores(id, matrix), second = try scores(id, matrix)
        #expect(first == second)
    }

    @Test("gives the same scores for any number of workers", arguments: ids)
    func workers(id: String) throws {
        let matrix = InteractionMatrix(randomAccesses(users: 120, resources: 80, count: 500))
        let context = FitContext(seed: FitContext.standard.seed, workers: Workers(2))
        let one = try scores(id, matrix), two = try scores(id, matrix, context)
        #expect(one == two)
    }

    @Test("gives the same scores for any order of the log", arguments: ids)
    func permuted(id: String) throws {
        let expected = try scores(id, matrix)
        var accesses = randomAccesses()
        #expect(try scores(id, InteractionMatrix(accesses.reversed())) == expected)
        for seed: UInt64 in 0..<3 {
            RandomStream(seed: Seed(seed)).shuffle(&accesses)
            #expect(try scores(id, InteractionMatrix(accesses)) == expected)
        }
    }

    @Test("gives a tenant the same scores whatever other tenants there are", arguments: isolating)
    func tenants(id: String) throws {
        let expected = try scores(id, matrix)
        // One tenant that sorts before it, and one after; the first has the same users and resources.
        let before = randomAccesses(tenant: "a", count: 40), after = randomAccesses(tenant: "z", users: 30)
        let scores = try scores(id, InteractionMatrix(before + randomAccesses() + after))
        #expect(scores.filter { $0.key[0] == "t" } == expected)
        #expect(Set(scores.keys.map { $0[0] }) == ["a", "t", "z"])
    }

    @Test(
        "gives finite scores for the smallest matrices and for huge and tiny counts", arguments: ids,
        [
            [access("u", "r")],
            [access("u", "r"), access("u", "s"), access("u", "t")],
            [access("u", "r"), access("v", "r"), access("w", "r")],
            [access("u", "r", weight: 1e9), access("v", "s", weight: 1e9), access("v", "r")],
            [access("u", "r", weight: 1e-9), access("v", "s", weight: 1e-9), access("v", "r", weight: 1e9)],
        ])
    func finite(id: String, accesses: [AccessEvent]) throws {
        let scores = try scores(id, InteractionMatrix(accesses))
        #expect(!scores.isEmpty)
        #expect(scores.values.allSatisfy { $0.isFinite })
    }

    @Test("scores as before when restored from its tensors", arguments: ids)
    func restored(id: String) throws {
        let detector = try detector(id)
        let fitted = try detector.fit(matrix, .standard)
        let restored = try detector.restore(fitted.tensors, for: matrix)
        #expect(try matrix.scores(of: restored) == matrix.scores(of: fitted))
        #expect(restored.tensors == fitted.tensors)
    }

    @Test("refuses tensors that are missing, of another shape or not finite", arguments: ids)
    func damaged(id: String) throws {
        let detector = try detector(id)
        let tensors = try detector.fit(matrix, .standard).tensors
        for (name, tensor) in tensors {
            var infinite = tensor, notANumber = tensor
            infinite.elements[0] = .infinity
            notANumber.elements[tensor.elements.count - 1] = .nan
            let longer = Matrix(rows: tensor.rows + 1, columns: tensor.columns, repeating: Float(1))
            let wider = Matrix(rows: tensor.rows, columns: tensor.columns + 1, repeating: Float(1))
            let damages: [Matrix<Float>?] = [nil, infinite, notANumber, longer, wider]
            for damage in damages {
                var damaged = tensors
                damaged[name] = damage
                #expect(throws: DetectorError.self) { try detector.restore(damaged, for: matrix) }
            }
        }
    }

    @Test("stops when cancelled", arguments: ids)
    func cancelled(id: String) throws {
        let context = FitContext(seed: FitContext.standard.seed, isCancelled: { true })
        #expect(throws: CancellationError.self) { try scores(id, matrix, context) }
    }

    @Test("scores a pair alike by itself and among others", arguments: ids)
    func independent(id: String) throws {
        let fitted = try detector(id).fit(matrix, .standard)
        let pairs = matrix.allPairs
        let together = try fitted.scores(users: pairs.users, resources: pairs.resources)
        let alone = try zip(pairs.users, pairs.resources).map { try fitted.scores(users: [$0], resources: [$1])[0] }
        #expect(together == alone)
        #expect(try fitted.scores(users: [], resources: []).isEmpty)
    }

    /// Renaming changes the order of rows and columns, and with it the random numbers of those that draw any. These
    /// promise no equal scores, but ``checkerboard(id:isRenamed:)`` and ``acceptance(id:isRenamed:)`` whatever the names.
    @Test("goes by who accesses what, not by names, where nothing is drawn at random", arguments: ids)
    func renamed(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        guard !type.parameters.contains(where: { $0.name == "seed" }) else { return }
        let scores = try scores(id, matrix)
        let backwards = randomAccesses().map {
            access($0.user.name.reversedDigits, $0.resource.name.reversedDigits, weight: $0.weight)
        }
        for (pair, score) in try self.scores(id, InteractionMatrix(backwards)) {
            let expected = try #require(scores[[pair[0], pair[1].reversedDigits, pair[2].reversedDigits]])
            #expect(abs(score - expected) <= 1e-4 * max(1, abs(expected)))
        }
    }

    @Test("is made again from its own parameters as a file holds them", arguments: ids)
    func roundTrip(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        let parameters = type.parameters.standard
        let stored = try JSONDecoder().decode(
            [String: ParameterValue].self, from: JSONEncoder().encode(parameters.values))
        #expect(try type.parameters.checked(stored) == parameters)
        let again = try type.init(type.parameters.checked(stored)).fit(matrix, .standard)
        #expect(try matrix.scores(of: again) == scores(id, matrix))
    }

    @Test("passes over a tenant whose users have no access", arguments: ids)
    func emptyTenant(id: String) throws {
        let names = [("e", "nobody")] + (0..<12).map { ("t", String(format: "u%02d", $0)) }
        let shares = [("e", "nothing")] + (0..<9).map { ("t", "r\($0)") }
        let pairs = (1...12).flatMap { user in (1...9).filter { ($0 * user) % 3 != 0 }.map { (user, $0) } }
        let matrix = InteractionMatrix(
            users: Vocabulary(names.map { TenantName(tenant: $0.0, name: $0.1) }),
            resources: Vocabulary(shares.map { TenantName(tenant: $0.0, name: $0.1) }),
            counts: SparseMatrix(
                rows: 13, columns: 10,
                summing: pairs.map { SparseMatrix.Entry(row: Int32($0.0), column: Int32($0.1), value: 1) }))
        let scores = try matrix.scores(of: try detector(id).fit(matrix, .standard))
        #expect(scores.count == 1 + 12 * 9)
        #expect(scores.values.allSatisfy { $0.isFinite })
    }

    /// A dense matrix of all pairs would have 2.4 million elements; some have one of the resources by design, and say no
    /// where that would be too large. What a fit needs for a while, ``FitMemoryTests`` bounds.
    @Test("keeps no more than the pairs and a few hundred numbers for each user and resource", arguments: ids)
    func memory(id: String) throws {
        let random = RandomStream(seed: Seed(6))
        let matrix = InteractionMatrix(
            (0..<6_000).map { _ in access("u\(random.index(below: 2_000))", "r\(random.index(below: 1_200))") })
        let stored = try detector(id).fit(matrix, .standard).tensors.values.reduce(0) { $0 + $1.elements.count }
        let keepsResourcePairs = try Detectors.standard.type(of: id).traits.contains(.keepsResourcePairs)
        let dense = keepsResourcePairs ? matrix.resources.count * matrix.resources.count : 0
        #expect(stored <= matrix.pairCount + 100 * (matrix.users.count + matrix.resources.count) + dense)
    }

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        #expect(type.parameters.isSound)
        #expect(type.parameters.read { _ = type.init($0) } == Set(type.parameters))
    }

    @Test("tries values of its own parameters by default", arguments: ids)
    func tuned(id: String) throws {
        for parameter in try Detectors.standard.type(of: id).parameters {
            #expect(parameter.tuned.allSatisfy { (try? parameter.checked($0)) != nil })
            #expect(Set(parameter.tuned).count == parameter.tuned.count)
        }
    }

    @Test("names the users and resources that it does not know, and scores others as without them", arguments: ids)
    func unknown(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        let model = try FittedModel(
            type, parameters: type.parameters.standard, fittedTo: matrix, .standard)
        let user = matrix.users[0].name, resource = matrix.resources[0].name
        let known = try model.scores(of: [access(user, resource)])
        let among = try model.scores(of: [
            access("nobody", resource), access(user, "nothing"), access(user, resource),
            access(user, resource, tenant: "elsewhere"),
        ])
        #expect(among == [.unknownUser, .unknownResource, known[0], .unknownUser])
        #expect(known[0].value?.isFinite == true)
    }

    /// Even users access the even resources and odd users the odd ones, but no user accesses the resource of its own
    /// number. The names decide nothing: `u3` may as well be called `u96`.
    @Test("tells the withheld pairs of a checkerboard from the crossed ones", arguments: informed, [false, true])
    func checkerboard(id: String, isRenamed: Bool) throws {
        let size = 30
        func name(_ letter: String, _ number: Int) -> String { letter + String(isRenamed ? 99 - number : number) }
        // One access across joins the two halves.
        var accesses = [access(name("u", 0), name("r", 1))]
        for user in 0..<size {
            for resource in 0..<size where user % 2 == resource % 2 && user != resource {
                accesses.append(access(name("u", user), name("r", resource)))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let detector = try Detectors.standard.detector(id, parameters: Self.parameters(id, groups: 2))
        let scores = try matrix.scores(of: detector.fit(matrix, .standard))
        func score(_ user: Int, _ resource: Int) throws -> Double {
            try #require(scores[["t", name("u", user), name("r", resource)]])
        }
        let withheld = try (0..<size).map { try score($0, $0) }
        let crossed = try (0..<size).flatMap { user in
            try (0..<size).filter { $0 % 2 != user % 2 && (user, $0) != (0, 1) }.map { try score(user, $0) }
        }
        let mostAnomalous = try #require(withheld.max()), leastAnomalous = try #require(crossed.min())
        #expect(mostAnomalous < leastAnomalous)
    }

    /// The reference's own acceptance test, on a scale that all have: new accesses across departments score at
    /// least two standard deviations above new ones within, the deviation being that of new accesses of one kind. The
    /// names decide nothing: renamed, departments, users and resources come in another order.
    @Test("tells departments apart by two standard deviations", arguments: informed, [false, true])
    func acceptance(id: String, isRenamed: Bool) throws {
        func name(_ letter: String, _ index: Int, _ number: Int) -> String {
            isRenamed ? "\(letter)\(9 - index)-\(99 - number)" : "\(letter)\(index)-\(number)"
        }
        let random = RandomStream(seed: Seed(42))
        // Three departments with half of their pairs, and a share that everybody uses.
        let departments = [(users: 14, resources: 30), (users: 10, resources: 25), (users: 20, resources: 50)]
        var accesses: [AccessEvent] = [], within: [(String, String)] = [], across: [(String, String)] = []
        for (index, own) in departments.enumerated() {
            for user in (0..<own.users).map({ name("u", index, $0) }) {
                accesses.append(access(user, "common", weight: 750))
                for (other, department) in departments.enumerated() {
                    for resource in (0..<department.resources).map({ name("r", other, $0) }) {
                        if other != index {
                            across.append((user, resource))
                        } else if random.bernoulli(0.5) {
                            accesses.append(access(user, resource, weight: Double(500 + random.index(below: 501))))
                        } else {
                            within.append((user, resource))
                        }
                    }
                }
            }
        }
        let matrix = InteractionMatrix(accesses)
        let detector = try Detectors.standard.detector(id, parameters: Self.parameters(id, groups: departments.count))
        let scores = try matrix.scores(of: detector.fit(matrix, .standard))
        func moments(_ pairs: [(String, String)]) -> ScoreMoments {
            ScoreMoments(of: pairs.compactMap { scores[["t", $0.0, $0.1]] })
        }
        let usual = moments(within), unusual = moments(across)
        let variance = (usual.deviation * usual.deviation + unusual.deviation * unusual.deviation) / 2
        let gap = (unusual.mean - usual.mean) / variance.squareRoot()
        #expect(gap >= 2)
    }

    @Test("makes no model of an empty log", arguments: ids)
    func empty(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        #expect(throws: DetectorError.self) {
            try FittedModel(
                type, parameters: type.parameters.standard, fittedTo: InteractionMatrix([]), .standard)
        }
    }

    @Test("has an id, a summary and parameters that describe themselves", arguments: ids)
    func described(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
        #expect(!type.summary.isEmpty)
        #expect(Set(type.parameters.map(\.name)).count == type.parameters.count)
        #expect(Self.ids.count { $0 == id } == 1)
    }
}

extension String {
    /// Another name, its own inverse, that sorts elsewhere: `u3` and `u6` change places.
    fileprivate var reversedDigits: String {
        guard let number = Int(dropFirst()) else { return self }
        return prefix(1) + String(number <= 9 ? 9 - number : number)
    }
}
