import ContractTesting
import Parameters
import Search
import Testing

@Suite("Every pruner")
struct PrunerContractTests {
    @Test("keeps its promises", arguments: Pruners.standard.ids)
    func contract(id: String) throws {
        try PrunerContract(#require(Pruners.standard[id])).check()
    }

    @Test("is found by its id")
    func registry() {
        RegistryContract(Pruners.standard).check()
        #expect(Pruners.standard.ids == ["successive-halving"])
        #expect(Pruners.standard["median"] == nil)
        #expect(Pruners.standard.entries.map(\.id) == Pruners.standard.ids)
    }

    @Test("names the parameter at fault")
    func fault() throws {
        let values = try SuccessiveHalving.parameters.checked(["first_rung": .integer(2)])
        let error = #expect(throws: SearchError.self) { try SuccessiveHalving(values) }
        #expect(error?.parameter == "first_rung")
    }
}
