import AccessLogs
import Concurrency
public import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing
import TestSupport

/// What every detector promises.
///
/// ```swift
/// @Test("keeps its promises", arguments: DetectorContract.Promise.allCases)
/// func contract(promise: DetectorContract.Promise) throws {
///     try DetectorContract(MyDetector.self).check(promise)
/// }
/// ```
///
/// Where an algorithm differs by nature, its ``Detector/traits`` say so, and promises that it cannot make are passed
/// over. A detector that learns in steps is held to what that means as well.
public struct DetectorContract {
    let type: any Detector.Type
    /// A log of one tenant, whose users access resources at random.
    let matrix = InteractionMatrix(randomAccesses())

    /// - Parameter type: the detector to be checked.
    public init(_ type: any Detector.Type) {
        self.type = type
    }

    /// One of the promises, so that tests can report each by itself.
    public enum Promise: String, CaseIterable, Sendable {
        /// It has an id, a summary and parameters that describe themselves.
        case describesItself
        /// It reads the parameters that it declares, and no others.
        case readsItsParameters
        /// It tries values of its own parameters unless told otherwise.
        case tunesItsParameters
        /// It is made again from its own parameters as a file holds them.
        case isMadeOfStoredParameters
        /// It gives the same scores again.
        case repeatsScores
        /// It gives the same scores for any number of workers.
        case ignoresWorkers
        /// It gives the same scores for any order of the log.
        case ignoresOrder
        /// It gives a tenant the same scores whatever other tenants there are, if it says so of itself.
        case isolatesTenants
        /// It goes by who accesses what, not by names, if it draws nothing at random.
        case ignoresNames
        /// It scores a pair alike by itself and among others.
        case scoresPairsIndependently
        /// Its scores are finite for the smallest logs, and for huge and tiny counts.
        case givesFiniteScores
        /// It passes over a tenant whose users have no access.
        case passesOverEmptyTenants
        /// It scores as before when it is restored from its tensors.
        case isRestored
        /// It refuses tensors that are missing, of another shape or not finite.
        case refusesDamagedTensors
        /// It keeps no more than the pairs and a few hundred numbers for each user and resource.
        case staysSmall
        /// A model of it names the users and resources that it does not know, and scores others as without them.
        case namesTheUnknown
        /// It scores newcomers by their accesses, each access by the others alone, if it says so of itself.
        case foldsIn
        /// No model is made of an empty log.
        case refusesEmptyLogs
        /// It tells the withheld pairs of a checkerboard from the crossed ones, unless it goes by other things than who
        /// accesses what.
        case completesCheckerboard
        /// It tells departments apart by two standard deviations, unless it goes by other things than who accesses what.
        case tellsDepartmentsApart
        /// It stops at the next question whether it is cancelled, while it fits and while it scores.
        case stops
        /// It counts its steps by a whole number among its parameters, if it learns in steps.
        case countsSteps
        /// It fits with fewer steps as one with more begins, to the bit, if it learns in steps.
        case beginsAlike
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: what fitting and scoring throw.
    public func check() throws {
        for promise in Promise.allCases { try check(promise) }
    }

    /// Checks one promise; where it is broken, the test that calls this has an issue.
    ///
    /// - Throws: what fitting and scoring throw.
    public func check(_ promise: Promise) throws {
        switch promise {
        case .describesItself: checkDescription()
        case .readsItsParameters: checkParameters()
        case .tunesItsParameters: checkTuning()
        case .isMadeOfStoredParameters: try checkStoredParameters()
        case .repeatsScores: try checkRepetition()
        case .ignoresWorkers: try checkWorkers()
        case .ignoresOrder: try checkOrder()
        case .isolatesTenants: try checkTenants()
        case .ignoresNames: try checkNames()
        case .scoresPairsIndependently: try checkPairs()
        case .givesFiniteScores: try checkFiniteness()
        case .passesOverEmptyTenants: try checkEmptyTenant()
        case .isRestored: try checkRestoration()
        case .refusesDamagedTensors: try checkDamage()
        case .staysSmall: try checkSize()
        case .namesTheUnknown: try checkUnknown()
        case .foldsIn: try checkFoldingIn()
        case .refusesEmptyLogs: checkEmptyLog()
        case .completesCheckerboard: for isRenamed in [false, true] { try checkCheckerboard(isRenamed: isRenamed) }
        case .tellsDepartmentsApart: for isRenamed in [false, true] { try checkDepartments(isRenamed: isRenamed) }
        case .stops: try checkCancellation()
        case .countsSteps: checkStepsParameter()
        case .beginsAlike: try checkSteps()
        }
    }

    var id: String { type.id }

    /// The detector with its standard parameters.
    func detector() -> any Detector { type.init(type.parameters.standard) }

    func detector(_ values: [String: ParameterValue]) throws -> any Detector {
        type.init(try type.parameters.checked(values))
    }

    /// The scores of all pairs, by tenant, user and resource.
    func scores(
        _ matrix: InteractionMatrix, _ context: FitContext = .standard
    ) throws -> [[String]: Double] {
        try matrix.scores(of: detector().fit(matrix, context))
    }
}

extension DetectorContract {
    fileprivate func checkDescription() {
        #expect(id.isKebabCase, "\(id)")
        #expect(!type.summary.isEmpty, "\(id) has no summary")
        #expect(Set(type.parameters.map(\.name)).count == type.parameters.count, "\(id) has a parameter twice")
    }

    fileprivate func checkParameters() {
        #expect(type.parameters.isSound, "\(id) does not accept its own standard values")
        let read = type.parameters.read { _ = type.init($0) }
        #expect(read == Set(type.parameters), "\(id) reads other parameters than it declares")
    }

    fileprivate func checkTuning() {
        for parameter in type.parameters {
            #expect(parameter.tuned.allSatisfy { (try? parameter.checked($0)) != nil }, "\(id): \(parameter.name)")
            #expect(Set(parameter.tuned).count == parameter.tuned.count, "\(id) tries a \(parameter.name) twice")
        }
    }

    fileprivate func checkRepetition() throws {
        let first = try scores(matrix), second = try scores(matrix)
        #expect(first == second, "\(id) scores otherwise the second time")
    }

    fileprivate func checkWorkers() throws {
        let matrix = InteractionMatrix(randomAccesses(users: 120, resources: 80, count: 500))
        let context = FitContext(seed: FitContext.standard.seed, workers: Workers(2))
        let one = try scores(matrix), two = try scores(matrix, context)
        #expect(one == two, "\(id) scores otherwise with two workers")
    }

    fileprivate func checkOrder() throws {
        let expected = try scores(matrix)
        var accesses = randomAccesses()
        #expect(try scores(InteractionMatrix(accesses.reversed())) == expected)
        for seed: UInt64 in 0..<3 {
            RandomStream(seed: Seed(seed)).shuffle(&accesses)
            #expect(try scores(InteractionMatrix(accesses)) == expected, "\(id) goes by the order of the log")
        }
    }

    fileprivate func checkTenants() throws {
        guard type.isolatesTenants else { return }
        let expected = try scores(matrix)
        // One tenant that sorts before it, and one after; the first has the same users and resources.
        let before = randomAccesses(tenant: "a", count: 40), after = randomAccesses(tenant: "z", users: 30)
        let scores = try scores(InteractionMatrix(before + randomAccesses() + after))
        #expect(scores.filter { $0.key[0] == "t" } == expected, "other tenants change the scores of \(id)")
        #expect(Set(scores.keys.map { $0[0] }) == ["a", "t", "z"])
    }

    /// Renaming changes the order of rows and columns, and with it the random numbers of those that draw any. These
    /// promise no equal scores, but ``Promise/completesCheckerboard`` and ``Promise/tellsDepartmentsApart`` whatever the
    /// names.
    fileprivate func checkNames() throws {
        guard !type.parameters.contains(where: { $0.name == "seed" }) else { return }
        let scores = try scores(matrix)
        let backwards = randomAccesses().map {
            access($0.user.name.reversedDigits, $0.resource.name.reversedDigits, weight: $0.weight)
        }
        for (pair, score) in try self.scores(InteractionMatrix(backwards)) {
            let expected = try #require(scores[[pair[0], pair[1].reversedDigits, pair[2].reversedDigits]])
            #expect(abs(score - expected) <= 1e-4 * max(1, abs(expected)), "\(id) goes by names")
        }
    }

    fileprivate func checkPairs() throws {
        let fitted = try detector().fit(matrix, .standard)
        let pairs = matrix.allPairs
        let together = try fitted.scores(users: pairs.users, resources: pairs.resources)
        let alone = try zip(pairs.users, pairs.resources).map { try fitted.scores(users: [$0], resources: [$1])[0] }
        #expect(together == alone, "\(id) scores a pair otherwise by itself")
        #expect(try fitted.scores(users: [], resources: []).isEmpty)
    }

    fileprivate func checkFiniteness() throws {
        let logs = [
            [access("u", "r")],
            [access("u", "r"), access("u", "s"), access("u", "t")],
            [access("u", "r"), access("v", "r"), access("w", "r")],
            [access("u", "r", weight: 1e9), access("v", "s", weight: 1e9), access("v", "r")],
            [access("u", "r", weight: 1e-9), access("v", "s", weight: 1e-9), access("v", "r", weight: 1e9)],
        ]
        for accesses in logs {
            let scores = try scores(InteractionMatrix(accesses))
            #expect(!scores.isEmpty)
            #expect(scores.values.allSatisfy { $0.isFinite }, "\(id): \(scores)")
        }
    }

    fileprivate func checkEmptyTenant() throws {
        let names = [("e", "nobody")] + (0..<12).map { ("t", "u\(10 + $0)") }
        let shares = [("e", "nothing")] + (0..<9).map { ("t", "r\($0)") }
        let pairs = (1...12).flatMap { user in (1...9).filter { ($0 * user) % 3 != 0 }.map { (user, $0) } }
        let matrix = InteractionMatrix(
            users: Vocabulary(names.map { TenantName(tenant: $0.0, name: $0.1) }),
            resources: Vocabulary(shares.map { TenantName(tenant: $0.0, name: $0.1) }),
            counts: SparseMatrix(
                rows: 13, columns: 10,
                summing: pairs.map { SparseMatrix.Entry(row: Int32($0.0), column: Int32($0.1), value: 1) }))
        let scores = try scores(matrix)
        #expect(scores.count == 1 + 12 * 9)
        #expect(scores.values.allSatisfy { $0.isFinite }, "\(id) fails at a tenant without an access")
    }

    fileprivate func checkUnknown() throws {
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

    fileprivate func checkEmptyLog() {
        #expect(throws: DetectorError.self, "\(id) makes a model of nothing") {
            try FittedModel(
                type, parameters: type.parameters.standard, fittedTo: InteractionMatrix([]), .standard)
        }
    }
}

extension String {
    /// Another name, its own inverse, that sorts elsewhere: `u3` and `u6` change places.
    fileprivate var reversedDigits: String {
        guard let number = Int(dropFirst()) else { return self }
        return prefix(1) + String(number <= 9 ? 9 - number : number)
    }
}
