import ContractTesting
import Detectors
import Parameters
import Testing

@Suite("Every detector that learns in steps")
struct SteppedDetectorTests {
    static let ids = Detectors.standard.all.filter { $0 is any SteppedDetector.Type }.map { $0.id }

    @Test("counts them by a whole number among its parameters", arguments: ids)
    func parameter(id: String) throws {
        try DetectorContract(Detectors.standard.type(of: id)).check(.countsSteps)
    }

    @Test("fits with fewer steps as one with more begins, to the bit", arguments: ids)
    func prefix(id: String) throws {
        try DetectorContract(Detectors.standard.type(of: id)).check(.beginsAlike)
    }
}
