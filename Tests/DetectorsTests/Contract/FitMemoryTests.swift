import ContractTesting
@testable import Detectors
import Foundation
import Interactions
import Statistics
import Testing

/// A fit takes memory for pairs, users and resources, and none for users × resources; EASE alone has a matrix of the
/// resources by design.
///
/// What is looked at is the most that the program held during the fit, to which tests that run at the same time may add
/// theirs. The bound is therefore ten times what any of these fits takes, and yet less than half of one dense matrix.
@Suite("The memory of a fit", .serialized)
struct FitMemoryTests {
    private static let side = 12_000
    private static let bound = 256 << 20

    /// As many users as resources, two accesses of each user.
    private static let matrix: InteractionMatrix = {
        let random = RandomStream(seed: Seed(8))
        return InteractionMatrix(
            (0..<side).flatMap { index in
                [access("u\(index)", "r\(index)"), access("u\(index)", "r\(random.index(below: side))")]
            })
    }()

    @Test(
        "grows by less than half of a dense matrix", arguments: DetectorContractTests.ids.filter { $0 != EASE.id })
    func sparse(id: String) throws {
        let matrix = Self.matrix
        let parameters = try DetectorContractTests.parameters(id, groups: 2)
        let detector = try Detectors.standard.detector(id, parameters: parameters)
        // 5 lowers the mark to what is held now (proc(5)).
        try Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        let before = try mostHeld()
        _ = try detector.fit(matrix, .standard)
        let after = try mostHeld()
        #expect(after - before < Self.bound)
    }

    /// The most bytes that the program has held in memory since the mark was lowered, as Linux keeps it.
    private func mostHeld() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.firstMatch(of: #/VmHWM:\s+([0-9]+) kB/#))
        return try #require(Int(line.1)) * 1024
    }
}
