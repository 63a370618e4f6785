import ContractTesting
import Interactions
import Parameters
@testable import Scenarios
import Testing

/// What every registered scenario promises, of which ``InjectionScenarioContract`` has the details.
@Suite("Every injection scenario")
struct InjectionScenarioTests {
    private static let ids = InjectionScenarios.standard.ids
    /// The scenarios whose accesses are single ones, each at the time of a benign case.
    private static let pairScenarios = ids(with: .singleAccesses)
    /// The scenarios that only make up pairs that were never observed.
    private static let ofNewPairs = ids.filter { !ids(with: .repeatsObservedPairs).contains($0) }
    /// The scenarios that need a free pair of a known user and a known resource.
    private static let ofKnown = ofNewPairs.filter { !ids(with: .bringsNewcomers).contains($0) }

    private static func ids(with trait: InjectionTraits) -> [String] {
        InjectionScenarios.standard.all.filter { $0.traits.contains(trait) }.map { $0.id }
    }

    private func check(_ promise: InjectionScenarioContract.Promise, of id: String) throws {
        try InjectionScenarioContract(InjectionScenarios.standard.type(of: id)).check(promise)
    }

    @Test("hides among the training pairs what is registered itself")
    func hidden() {
        #expect(TrainingContamination.Hidden.allCases.allSatisfy { Self.ids.contains($0.rawValue) })
    }

    @Test("has an id and a summary", arguments: ids)
    func described(id: String) throws { try check(.describesItself, of: id) }

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws { try check(.readsItsParameters, of: id) }

    @Test("injects the asked number of anomalous accesses, all of them in attacks", arguments: ids)
    func number(id: String) throws { try check(.injectsWhatIsAsked, of: id) }

    @Test("makes up pairs that were never observed", arguments: ofNewPairs)
    func neverObserved(id: String) throws { try check(.makesUpNewPairs, of: id) }

    @Test("pairs attacks with twins of other actors, without a pair in common", arguments: ids)
    func twins(id: String) throws { try check(.hasTwins, of: id) }

    @Test("keeps to the users and resources of its side", arguments: ofNewPairs)
    func sides(id: String) throws { try check(.keepsToItsSide, of: id) }

    @Test("is on users and resources that training knows, whatever is measured", arguments: ofKnown)
    func known(id: String) throws { try check(.keepsToTheKnown, of: id) }

    @Test("happens in the window, each attack in the order of time", arguments: ids)
    func inWindow(id: String) throws { try check(.happensInTheWindow, of: id) }

    @Test("stays within a tenant", arguments: ids)
    func tenants(id: String) throws { try check(.staysInATenant, of: id) }

    @Test("is a function of its stream", arguments: ids)
    func determinism(id: String) throws { try check(.isAFunctionOfItsStream, of: id) }

    @Test("keeps off what was injected before", arguments: ofNewPairs)
    func successiveInjections(id: String) throws { try check(.avoidsEarlierInjections, of: id) }

    @Test("spreads single accesses over the days as benign cases are", arguments: pairScenarios)
    func days(id: String) throws { try check(.spreadsSingleAccesses, of: id) }

    @Test("has no days where the data have none", arguments: ids)
    func untimed(id: String) throws { try check(.needsNoTimes, of: id) }

    @Test("gives up on a full matrix and says what to do", arguments: ofKnown)
    func fullMatrix(id: String) throws { try check(.givesUpOnFullMatrices, of: id) }

    @Test("stops when told to, however much is asked for", .timeLimit(.minutes(1)), arguments: ids)
    func cancelled(id: String) throws { try check(.stops, of: id) }

    @Test("needs a benign case to go by", arguments: ids)
    func emptyWindow(id: String) throws { try check(.needsABenignCase, of: id) }

    @Test("says at once that it is asked for more pairs than there are")
    func tooMany() throws {
        let error = #expect(throws: InjectionError.self) {
            try injectionTarget().attacks(UniformPairs.id, count: 10_000_000)
        }
        #expect(error?.description.contains("of 10000000 pairs can be found") == true)
    }

    @Test("is found by its name, and a near miss is helped along")
    func registry() throws {
        RegistryContract(InjectionScenarios.standard).check()
        #expect(try InjectionScenarios.standard.type(of: "uniform-pairs") == UniformPairs.self)
        let error = #expect(throws: InjectionError.self) { try InjectionScenarios.standard.type(of: "uniform-pair") }
        #expect(error?.description == "unknown scenario 'uniform-pair'; did you mean 'uniform-pairs'?")
        #expect(try Simulators.standard.type(of: "block-model") == BlockModel.self)
        #expect(throws: SimulationError.self) { try Simulators.standard.simulator("blocks") }
    }
}
