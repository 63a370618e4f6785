public import Interactions
public import Parameters

/// A detector of which several, with different parameters, can learn from the same matrix at once for little more than
/// one costs.
///
/// Each learns by its own parameters, but it need not be what it would learn by itself to the last digit, and it may take
/// more steps for the sake of the others: good enough to choose settings by, not to report.
public protocol BatchDetector: Detector {
    /// The most detectors that learn at once.
    static var batchSize: Int { get }

    /// From so many detectors like this one on a batch takes less time than one begun from what another has learned, and
    /// so on.
    var smallestBatch: Int { get }

    /// Whether this detector and another can learn at once. Among three, two that can with the third can with each other.
    func canLearn(with other: Self) -> Bool

    /// Lets detectors that can learn at once do so, until a step improves none of them much.
    ///
    /// - Returns: what each has learned, or why it could not.
    /// - Throws: `CancellationError`.
    static func fit(
        _ detectors: [Self], to matrix: InteractionMatrix, _ context: FitContext
    ) throws -> [Result<any FittedDetector, any Error>]
}

extension BatchDetector {
    /// Divides parameters into batches that can learn at once: their indices, in the order of the first of each batch.
    public static func batches(of parameters: [ParameterSet]) -> [[Int]] {
        var batches: [(first: Self, indices: [Int])] = []
        for (index, parameters) in parameters.enumerated() {
            let detector = Self(parameters)
            if let batch = batches.firstIndex(where: {
                $0.indices.count < batchSize && $0.first.canLearn(with: detector) && detector.canLearn(with: $0.first)
            }) {
                batches[batch].indices.append(index)
            } else {
                batches.append((detector, [index]))
            }
        }
        return batches.map(\.indices)
    }
}
