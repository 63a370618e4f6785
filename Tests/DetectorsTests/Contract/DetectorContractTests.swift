import ContractTesting
import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Testing

/// What every registered detector promises, of which ``DetectorContract`` has the details.
@Suite("Every detector")
struct DetectorContractTests {
    /// Detectors by id, because a metatype is no argument of a test.
    static let ids = Detectors.standard.ids
    static let isolating = Detectors.standard.all.filter { $0.isolatesTenants }.map { $0.id }

    /// Those that go by who accesses what, and not by counts of accesses or by chance alone.
    static let informed = Detectors.standard.all.filter { !$0.traits.contains(.ignoresNeighbors) }.map { $0.id }

    /// As many factors as there are groups, where the detector has factors.
    static func parameters(_ id: String, groups: Int) throws -> [String: ParameterValue] {
        let hasRank = try Detectors.standard.type(of: id).parameters.contains { $0.name == "rank" }
        return hasRank ? ["rank": .integer(groups)] : [:]
    }

    private func check(_ promise: DetectorContract.Promise, of id: String) throws {
        try DetectorContract(Detectors.standard.type(of: id)).check(promise)
    }

    @Test("gives the same scores again", arguments: ids)
    func deterministic(id: String) throws { try check(.repeatsScores, of: id) }

    @Test("gives the same scores for any number of workers", arguments: ids)
    func workers(id: String) throws { try check(.ignoresWorkers, of: id) }

    @Test("gives the same scores for any order of the log", arguments: ids)
    func permuted(id: String) throws { try check(.ignoresOrder, of: id) }

    @Test("gives a tenant the same scores whatever other tenants there are", arguments: isolating)
    func tenants(id: String) throws { try check(.isolatesTenants, of: id) }

    @Test("gives finite scores for the smallest matrices and for huge and tiny counts", arguments: ids)
    func finite(id: String) throws { try check(.givesFiniteScores, of: id) }

    @Test("scores as before when restored from its tensors", arguments: ids)
    func restored(id: String) throws { try check(.isRestored, of: id) }

    @Test("refuses tensors that are missing, of another shape or not finite", arguments: ids)
    func damaged(id: String) throws { try check(.refusesDamagedTensors, of: id) }

    @Test("stops when cancelled", arguments: ids)
    func cancelled(id: String) throws { try check(.stops, of: id) }

    @Test("scores a pair alike by itself and among others", arguments: ids)
    func independent(id: String) throws { try check(.scoresPairsIndependently, of: id) }

    @Test("goes by who accesses what, not by names, where nothing is drawn at random", arguments: ids)
    func renamed(id: String) throws { try check(.ignoresNames, of: id) }

    @Test("is made again from its own parameters as a file holds them", arguments: ids)
    func roundTrip(id: String) throws { try check(.isMadeOfStoredParameters, of: id) }

    @Test("passes over a tenant whose users have no access", arguments: ids)
    func emptyTenant(id: String) throws { try check(.passesOverEmptyTenants, of: id) }

    /// What a fit needs for a while, ``FitMemoryTests`` bounds.
    @Test("keeps no more than the pairs and a few hundred numbers for each user and resource", arguments: ids)
    func memory(id: String) throws { try check(.staysSmall, of: id) }

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws { try check(.readsItsParameters, of: id) }

    @Test("tries values of its own parameters by default", arguments: ids)
    func tuned(id: String) throws { try check(.tunesItsParameters, of: id) }

    @Test("names the users and resources that it does not know, and scores others as without them", arguments: ids)
    func unknown(id: String) throws { try check(.namesTheUnknown, of: id) }

    @Test("tells the withheld pairs of a checkerboard from the crossed ones", arguments: informed)
    func checkerboard(id: String) throws { try check(.completesCheckerboard, of: id) }

    @Test("tells departments apart by two standard deviations", arguments: informed)
    func acceptance(id: String) throws { try check(.tellsDepartmentsApart, of: id) }

    @Test("makes no model of an empty log", arguments: ids)
    func empty(id: String) throws { try check(.refusesEmptyLogs, of: id) }

    @Test("has an id, a summary and parameters that describe themselves", arguments: ids)
    func described(id: String) throws { try check(.describesItself, of: id) }

    @Test("has an id of its own")
    func registry() { RegistryContract(Detectors.standard).check() }

    @Test(
        "that breaks promises is found out", arguments: [DetectorContract.Promise.repeatsScores, .isRestored, .stops])
    func broken(promise: DetectorContract.Promise) {
        withKnownIssue { try DetectorContract(Fickle.self).check(promise) }
    }
}

/// A detector that scores otherwise each time, and cannot be stopped.
private struct Fickle: Detector {
    static let id = "fickle"
    static let summary = "Scores as it likes."
    static let parameters: ParameterList = []
    private static let counter = Counter()

    init(_ parameters: ParameterSet) {}

    func fit(_ matrix: InteractionMatrix, _ context: FitContext) -> any FittedDetector { Fitted() }

    func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) -> any FittedDetector { Fitted() }

    private struct Fitted: FittedDetector {
        let tensors: [String: Matrix<Float>] = [:]
        private let start = Double(Fickle.counter.next())

        func scores(users: [Int32], resources: [Int32]) -> [Double] { users.map { start + Double($0) } }
    }
}
