import ContractTesting
import Parameters
import Scenarios
import Testing

@Suite("Every simulator")
struct SimulatorContractTests {
    private static let ids = Simulators.standard.ids

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws {
        try SimulatorContract(Simulators.standard.type(of: id)).checkParameters()
    }

    @Test("keeps its promises", arguments: ids)
    func contract(id: String) throws {
        try SimulatorContract(
            Simulators.standard.type(of: id),
            small: ["users": .integer(60), "departments": .integer(3), "days": .integer(21)]
        ).check()
    }

    @Test("keeps its promises where much happens", arguments: ids)
    func eventful(id: String) throws {
        try SimulatorContract(
            Simulators.standard.type(of: id),
            small: [
                "users": .integer(60), "departments": .integer(3), "days": .integer(28), "life": .string("eventful"),
            ]
        ).check()
    }

    @Test("has an id of its own")
    func registry() { RegistryContract(Simulators.standard).check() }
}
