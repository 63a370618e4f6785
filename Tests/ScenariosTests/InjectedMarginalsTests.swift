import AccessLogs
import Interactions
import LinearAlgebra
import Scenarios
import Statistics
import Testing

/// How popular the resources and how active the users of some cases are in training.
private struct Marginals {
    let meanPopularity: Double
    let meanActivity: Double

    init(users: [Int32], resources: [Int32], in matrix: InteractionMatrix, of log: AccessLog) {
        let columns = matrix.counts.transposed()
        let popularity = resources.map { resource in
            matrix.resources.index(of: log.resources[Int(resource)]).map { columns.range(ofRow: Int($0)).count } ?? 0
        }
        let activity = users.map { user in
            matrix.users.index(of: log.users[Int(user)]).map { matrix.counts.range(ofRow: Int($0)).count } ?? 0
        }
        meanPopularity = Double(popularity.reduce(0, +)) / Double(popularity.count)
        meanActivity = Double(activity.reduce(0, +)) / Double(activity.count)
    }
}

@Suite("Injected users and resources")
struct InjectedMarginalsTests {
    private let log: AccessLog
    private let fold: Fold
    private let matrix: InteractionMatrix

    init() throws {
        log = try Simulators.standard.simulator("block-model").simulate(seed: Seed(7)).log
        fold = try TimeSplit().split(log, population: .newPairsOfKnown).test
        matrix = InteractionMatrix(counting: fold.training, of: log)
    }

    private var benign: Marginals {
        Marginals(
            users: fold.window.benign.map(\.user), resources: fold.window.benign.map(\.resource), in: matrix, of: log)
    }

    private func injected(by id: String) throws -> Marginals {
        let accesses = try InjectionScenarios.standard.scenario(id).inject(
            into: InjectionTarget(log: log, fold: fold, side: .whole(of: log)), count: 1000,
            using: RandomStream(seed: Seed(1))
        )
        .flatMap(\.accesses)
        return Marginals(users: accesses.map(\.user), resources: accesses.map(\.resource), in: matrix, of: log)
    }

    @Test("come from benign cases, put together in every way that was not observed")
    func recombined() throws {
        let observed = PairSet(of: 0..<log.count, in: log)
        var users: [Int32] = [], resources: [Int32] = []
        for first in fold.window.benign {
            for second in fold.window.benign where !observed.contains(user: first.user, resource: second.resource) {
                users.append(first.user)
                resources.append(second.resource)
            }
        }
        let expected = Marginals(users: users, resources: resources, in: matrix, of: log)
        let injected = try injected(by: FrequencyMatchedPairs.id)
        #expect(abs(injected.meanPopularity / expected.meanPopularity - 1) < 0.05)
        #expect(abs(injected.meanActivity / expected.meanActivity - 1) < 0.05)
    }

    // The pairs of hubs and of very active users are mostly taken, so that the match is near but not exact.
    @Test("are nearly as active and as popular as benign ones when matched by frequency")
    func matched() throws {
        let injected = try injected(by: FrequencyMatchedPairs.id)
        #expect((0.7...1.05).contains(injected.meanPopularity / benign.meanPopularity))
        #expect((0.85...1.05).contains(injected.meanActivity / benign.meanActivity))
    }

    @Test("are less active and much less popular than benign ones when uniform")
    func uniform() throws {
        let injected = try injected(by: UniformPairs.id)
        #expect(injected.meanPopularity < 0.6 * benign.meanPopularity)
        #expect(injected.meanActivity < 0.9 * benign.meanActivity)
    }

    @Test("are known in training when uniform")
    func known() throws {
        let accesses = try InjectionScenarios.standard.scenario(UniformPairs.id).inject(
            into: InjectionTarget(log: log, fold: fold, side: .whole(of: log)), count: 500,
            using: RandomStream(seed: Seed(2))
        )
        .flatMap(\.accesses)
        #expect(accesses.allSatisfy { matrix.users.index(of: log.users[Int($0.user)]) != nil })
        #expect(accesses.allSatisfy { matrix.resources.index(of: log.resources[Int($0.resource)]) != nil })
    }
}
