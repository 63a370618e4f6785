public import Interactions
public import Parameters

/// A detector whose fits with different parameters can learn from the same matrix at once, for little more than the
/// cost of one.
///
/// What each learns may differ from a fit by itself in the last digits, and it may take more steps because the others
/// need them: good enough to choose settings by, not to report.
public protocol BatchDetector: Detector {
    /// The most detectors that learn at once.
    static var batchSize: Int { get }

    /// The smallest batch that is faster than fitting one after another, each from what the one before has learned.
    var smallestBatch: Int { get }

    /// Whether this detector and another can learn at once. The relation must be symmetric and transitive.
    func canLearn(with other: Self) -> Bool

    /// Fits detectors that can learn at once, until a step improves none of them much.
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
