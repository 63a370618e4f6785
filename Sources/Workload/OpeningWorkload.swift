import ArgumentParser
import Datasets
import Foundation

/// A dataset folder, opened.
struct OpeningWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "open", abstract: "Open a dataset folder.")

    @Argument(help: "The folder.")
    var folder: String

    private struct Result: Encodable {
        var seconds: [Double] = []
        var accesses = 0
        var peakMemoryMib = 0
    }

    func run() throws {
        var result = Result()
        let clock = ContinuousClock()
        for _ in 0..<3 {
            let start = clock.now
            result.accesses = try Dataset(at: URL(fileURLWithPath: folder)).log.count
            result.seconds.append((clock.now - start).seconds)
        }
        result.peakMemoryMib = Workload.peakMemory
        try Workload.report(result)
    }
}
