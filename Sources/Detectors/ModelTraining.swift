public import Interactions
public import Parameters

/// A fit of a detector under way, which gives a model after any of its steps.
public struct ModelTraining: Sendable {
    private let type: any SteppedDetector.Type
    private let matrix: InteractionMatrix
    private let components: ConnectedComponents
    private var training: any DetectorTraining

    /// A training that has not taken its first step.
    ///
    /// - Throws: ``DetectorError`` for an empty matrix or data that admit no model.
    public init(
        _ type: any SteppedDetector.Type, parameters: ParameterSet, on matrix: InteractionMatrix, _ context: FitContext
    ) throws {
        guard matrix.pairCount > 0 else { throw FittedModel.nothingToLearn }
        self.type = type
        self.matrix = matrix
        components = ConnectedComponents(of: matrix.counts)
        training = try type.init(parameters).training(on: matrix, context)
    }

    /// Takes steps until `steps` are taken in all, or the training is finished.
    ///
    /// - Throws: what ``DetectorTraining/advance()`` throws.
    public mutating func advance(to steps: Int) throws {
        try training.advance(to: steps)
    }

    /// Takes steps until one improves little, or all are taken.
    ///
    /// - Throws: what ``DetectorTraining/advance()`` throws.
    public mutating func converge() throws {
        try training.converge()
    }

    /// Frees memory that the next step can rebuild exactly.
    public mutating func rest() {
        training.rest()
    }

    /// Continues as the training of the same detector with other parameters.
    ///
    /// - Parameter parameters: those of the next trial of a path.
    /// - Precondition: the detector has paths (``PathDetector``).
    public mutating func follow(_ parameters: ParameterSet) {
        func following<Path: PathDetector>(_ type: Path.Type) -> (any DetectorTraining)? {
            (training as? Path.Training).map { type.init(parameters).training(after: $0) }
        }
        guard let next = (type as? any PathDetector.Type).flatMap({ following($0) }) else {
            preconditionFailure("\(type.id) has no paths")
        }
        training = next
    }

    /// What has been learned so far.
    ///
    /// - Parameter parameters: those of a fit that ends with the steps taken.
    public func model(_ parameters: ParameterSet) throws -> FittedModel {
        FittedModel(
            algorithm: type.id, parameters: parameters, matrix: matrix, detector: try training.fitted(),
            components: components)
    }
}
