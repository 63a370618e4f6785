import ContractTesting
import Detectors
import Evaluation
import LogImport
import Testing
import Toys

@Suite("Components from outside")
struct ToysTests {
    @Test("a detector keeps its promises", arguments: DetectorContract.Promise.allCases)
    func detector(promise: DetectorContract.Promise) throws {
        try DetectorContract(CommonResources.self).check(promise)
    }

    @Test("a reader keeps its promises, and one log is read by several workers")
    func reader() throws {
        let lines = (1...40).map { "user\($0 % 7) > share\($0 % 11)\n" }.joined()
        try LogReaderContract(ArrowLines(), example: ("# arrows\n" + lines).utf8, records: 40)
            .check(besides: [Array("tenant,user,resource\n0,a,b\n".utf8)])
    }

    @Test("a metric keeps its promises", arguments: MetricContract.Promise.allCases)
    func metric(promise: MetricContract.Promise) throws {
        try MetricContract(ReciprocalRank()).check(promise)
    }

    @Test("registries take them in, each under an id of its own")
    func registries() {
        RegistryContract(Detectors.standard.adding(CommonResources.self)).check()
        RegistryContract(LogReaders.text.adding(ArrowLines())).check()
        RegistryContract(Metrics.standard.adding(ReciprocalRank())).check()
    }
}
