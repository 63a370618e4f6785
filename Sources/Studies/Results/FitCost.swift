import Detectors
import Foundation
import LinearAlgebra

/// What a model costs: measured where one is fitted at a time, on the sealed test.
package struct FitCost: Hashable, Sendable, Encodable {
    /// Wall-clock time of fitting, on all workers.
    package var fitSeconds: Double
    /// Cases scored in a second, on one thread, the look-up of what was seen included.
    package var scoresPerSecond: Double
    /// The most memory that the whole program held while fitting; nil where the system does not say.
    package var peakMemoryBytes: Int?
    /// The size of the stored model without its training pairs.
    package var modelBytes: Int

    package init(fitSeconds: Double, scoresPerSecond: Double, peakMemoryBytes: Int?, modelBytes: Int) {
        self.fitSeconds = fitSeconds
        self.scoresPerSecond = scoresPerSecond
        self.peakMemoryBytes = peakMemoryBytes
        self.modelBytes = modelBytes
    }
}

extension FitCost {
    /// Fits a model and scores with it, by the clock.
    static func measuring<Scores>(
        fit: () throws -> FittedModel, score: (FittedModel) throws -> [Scores]
    ) rethrows -> (model: FittedModel, scores: [Scores], cost: FitCost) {
        let clock = ContinuousClock()
        PeakMemory.reset()
        let start = clock.now
        let model = try fit()
        let fitted = clock.now
        let peak = PeakMemory.bytes
        let scores = try score(model)
        let scoring = (clock.now - fitted).seconds
        let cost = FitCost(
            fitSeconds: (fitted - start).seconds,
            scoresPerSecond: scoring > 0 ? (Double(scores.count) / scoring).rounded() : 0, peakMemoryBytes: peak,
            modelBytes: model.detector.tensors.values.reduce(0) { $0 + $1.elements.count * MemoryLayout<Float>.size })
        return (model, scores, cost)
    }
}

/// The high-water mark of the program's resident memory, as Linux keeps it.
private enum PeakMemory {
    /// Lowers the mark to what is held now. Where the system does not allow that, the mark is that of the whole run,
    /// which is higher; a fit must not fail because of it.
    static func reset() {
        guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        // 5 resets the mark alone (proc(5)).
        try? file.write(contentsOf: Data("5".utf8))
        try? file.close()
    }

    static var bytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension [FitCost] {
    /// The middle one by the time of fitting; nil for none.
    package var middle: FitCost? {
        isEmpty ? nil : sorted { $0.fitSeconds < $1.fitSeconds }[count / 2]
    }
}
