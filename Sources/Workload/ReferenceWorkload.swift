import ArgumentParser
import Concurrency
import Detectors
import Parameters
import Statistics

/// A fit of the reference's algorithm.
struct ReferenceWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Fit cyberml with its default settings.")

    @OptionGroup var matrix: MatrixArguments

    private struct Result: Encodable {
        var seconds: [Double] = []
    }

    func run() throws {
        let data = try matrix.file.matrix()
        let detector = CyberML(CyberML.parameters.standard)
        var result = Result()
        let clock = ContinuousClock()
        for _ in 0..<3 {
            let start = clock.now
            _ = try detector.fit(data, FitContext(seed: Seed(1), workers: Workers(matrix.jobs)))
            result.seconds.append((clock.now - start).seconds)
        }
        try JSONLine.print(result)
    }
}
