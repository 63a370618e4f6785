import ContractTesting
import Parameters
import Search
import Testing

@Suite("Every sampler")
struct SamplersTests {
    @Test("is found by its id")
    func registry() {
        RegistryContract(Samplers.standard).check()
        #expect(Samplers.standard.ids == ["grid", "random"])
        #expect(Samplers.standard["grid"]?.id == "grid")
        #expect(Samplers.standard["sobol"] == nil)
    }

    @Test("proposes the same for the same trial, in whichever order it is asked", arguments: Samplers.standard.ids)
    func repeatable(id: String) throws { try contract(id).check(.repeatsPoints) }

    @Test("gives every parameter an admissible value in no more trials than allowed", arguments: Samplers.standard.ids)
    func admissible(id: String) throws { try contract(id).check(.keepsToTheSpace) }

    @Test("tries a space of constants once", arguments: Samplers.standard.ids)
    func constants(id: String) throws { try contract(id).check(.triesConstantsOnce) }

    @Test("has an id and a summary", arguments: Samplers.standard.ids)
    func described(id: String) throws { try contract(id).check(.describesItself) }

    private func contract(_ id: String) throws -> SamplerContract {
        SamplerContract(try #require(Samplers.standard[id]))
    }
}
