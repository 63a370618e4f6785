import Scenarios
import Testing
import TestSupport

@Suite("Every simulator")
struct SimulatorContractTests {
    private static let ids = Simulators.standard.types.map { $0.id }

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws {
        let type = try Simulators.standard.type(of: id)
        #expect(type.parameters.isSound)
        #expect(try type.parameters.read { _ = try type.init($0) } == Set(type.parameters))
    }
}
