public import AccessLogs
public import Interactions
import LinearAlgebra
public import Parameters

/// A fitted detector together with what it was fitted to: it says of any access whether it is seen, known, connected,
/// and how unusual it is.
public struct FittedModel: Sendable {
    /// The detector's id.
    public let algorithm: String
    /// The values of the detector's parameters.
    public let parameters: ParameterSet
    /// The training matrix: the users and resources that the model knows, and the pairs that it has seen.
    public let matrix: InteractionMatrix
    /// What the detector has learned.
    public let detector: any FittedDetector
    /// The connected components of ``matrix``.
    public let components: ConnectedComponents

    /// Puts a model together from its parts.
    public init(
        algorithm: String, parameters: ParameterSet, matrix: InteractionMatrix, detector: any FittedDetector
    ) {
        self.init(
            algorithm: algorithm, parameters: parameters, matrix: matrix, detector: detector,
            components: ConnectedComponents(of: matrix.counts))
    }

    /// - Parameter components: those of the matrix.
    init(
        algorithm: String, parameters: ParameterSet, matrix: InteractionMatrix, detector: any FittedDetector,
        components: ConnectedComponents
    ) {
        self.algorithm = algorithm
        self.parameters = parameters
        self.matrix = matrix
        self.detector = detector
        self.components = components
    }

    /// Fits a detector to a matrix.
    ///
    /// - Throws: ``DetectorError`` for an empty matrix or data that admit no model; `ParameterError`;
    ///   `CancellationError`.
    public init(
        _ type: any Detector.Type, parameters: ParameterSet, fittedTo matrix: InteractionMatrix, _ context: FitContext
    ) throws {
        guard matrix.pairCount > 0 else { throw Self.nothingToLearn }
        let detector = try type.init(parameters).fit(matrix, context)
        self.init(algorithm: type.id, parameters: parameters, matrix: matrix, detector: detector)
    }

    static var nothingToLearn: DetectorError { DetectorError("there is no access to learn from") }

    /// Fits a detector with several parameters to a matrix at once, as ``BatchDetector`` does.
    ///
    /// - Parameter parameters: one of ``BatchDetector/batches(of:)``.
    /// - Returns: the model of each, or why there is none.
    /// - Throws: ``DetectorError`` for an empty matrix; `CancellationError`.
    public static func models<Batch: BatchDetector>(
        _ type: Batch.Type, parameters: [ParameterSet], fittedTo matrix: InteractionMatrix, _ context: FitContext
    ) throws -> [Result<FittedModel, any Error>] {
        guard matrix.pairCount > 0 else { throw Self.nothingToLearn }
        let components = ConnectedComponents(of: matrix.counts)
        return zip(parameters, try type.fit(parameters.map(type.init), to: matrix, context)).map {
            parameters, detector in
            detector.map {
                FittedModel(
                    algorithm: type.id, parameters: parameters, matrix: matrix, detector: $0, components: components)
            }
        }
    }

    /// The scores of some pairs of ``matrix``, in the same order.
    ///
    /// - Parameter isCancelled: asked now and then.
    /// - Throws: what ``FittedDetector/scores(users:resources:)`` throws; `CancellationError` once cancelled.
    public func scores(
        of pairs: IndexedPairs, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [AnomalyScore] {
        var known: [Int] = [], users: [Int32] = [], resources: [Int32] = []
        for index in 0..<pairs.count where pairs.users[index] >= 0 && pairs.resources[index] >= 0 {
            known.append(index)
            users.append(pairs.users[index])
            resources.append(pairs.resources[index])
        }
        var scores = (0..<pairs.count).map { pairs.users[$0] < 0 ? AnomalyScore.unknownUser : .unknownResource }
        let values = try detector.scores(users: users, resources: resources, isCancelled: isCancelled)
        for (index, value) in zip(known, values) {
            scores[index] = score(value, user: Int(pairs.users[index]), resource: Int(pairs.resources[index]))
        }
        return scores
    }

    /// A detector's score of a pair of ``matrix`` with its case: seen, disconnected or scored.
    public func score(_ value: Double, user: Int, resource: Int) -> AnomalyScore {
        if matrix.counts.contains(row: user, column: resource) {
            .seen(value)
        } else if components.ofUser[user] != components.ofResource[resource] {
            .disconnected(value)
        } else {
            .scored(value)
        }
    }

    /// The scores of some accesses, in the same order.
    ///
    /// - Parameter isCancelled: asked now and then.
    /// - Throws: what ``FittedDetector/scores(users:resources:)`` throws; `CancellationError` once cancelled.
    public func scores(
        of accesses: [AccessEvent], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [AnomalyScore] {
        var pairs = IndexedPairs()
        for access in accesses {
            pairs.append(
                user: matrix.users.index(of: TenantName(tenant: access.tenant, name: access.user.name)),
                resource: matrix.resources.index(of: TenantName(tenant: access.tenant, name: access.resource.name)))
        }
        return try scores(of: pairs, isCancelled: isCancelled)
    }
}
