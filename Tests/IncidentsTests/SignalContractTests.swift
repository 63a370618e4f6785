import ContractTesting
import Incidents
import Parameters
import Testing

@Suite("Every signal")
struct SignalContractTests {
    @Test("keeps its promises", arguments: Signals.standard.ids, SignalContract.Promise.allCases)
    func contract(id: String, promise: SignalContract.Promise) throws {
        try SignalContract(#require(Signals.standard[id])).check(promise)
    }

    @Test("is registered under an id of its own")
    func registry() {
        RegistryContract(Signals.standard).check()
        RegistryContract(CombinationRules.standard).check()
    }
}
