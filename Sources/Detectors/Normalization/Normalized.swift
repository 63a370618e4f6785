import AccessLogs
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// A detector whose scores may be normalised and calibrated, each by a parameter that a search can vary like any other.
///
/// Raw scores of different users, resources, tenants and algorithms are not comparable: those of users of whom little
/// is known lie near those of anomalies. `normalization` rescales them by what is usual for the user, the resource or
/// the tenant; `calibration` turns them into a tail probability among legitimate pairs that were left out of a fit.
/// Both are learned from training data alone. With neither, which is the default, the detector is unchanged.
package struct Normalized<Base: Detector>: Detector {
    package static var id: String { Base.id }
    package static var summary: String { Base.summary }
    package static var structure: LatentStructure? { Base.structure }
    package static var isolatesTenants: Bool { Base.isolatesTenants }
    package static var traits: DetectorTraits { Base.traits }
    package static var foldsIn: Bool { Base.foldsIn }
    package static var parameters: ParameterList { Base.parameters + NormalizationParameters.all }

    private let base: Base
    private let parameters: NormalizationParameters

    package init(_ parameters: ParameterSet) {
        base = Base(parameters)
        self.parameters = NormalizationParameters(parameters)
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try normalized(base.fit(matrix, context), matrix, context)
    }

    fileprivate func normalized(
        _ fitted: any FittedDetector, _ matrix: InteractionMatrix, _ context: FitContext
    ) throws -> any FittedDetector {
        guard parameters.isCalibrated else {
            return try normalized(fitted, matrix, context, heldOut: nil, partial: nil)
        }
        let heldOut = heldOutPairs(of: matrix, context)
        return try normalized(fitted, matrix, context, heldOut: heldOut, partial: base.fit(heldOut.rest, context))
    }

    fileprivate func heldOutPairs(of matrix: InteractionMatrix, _ context: FitContext) -> HeldOutPairs {
        HeldOutPairs(
            of: matrix, fraction: NormalizationParameters.heldOutFraction, seed: context.seed.derived("calibration", 0))
    }

    /// - Parameters:
    ///   - heldOut: the pairs that calibration uses, where it is asked for.
    ///   - partial: what was learned of the rest.
    fileprivate func normalized(
        _ fitted: any FittedDetector, _ matrix: InteractionMatrix, _ context: FitContext, heldOut: HeldOutPairs?,
        partial: (any FittedDetector)?
    ) throws -> any FittedDetector {
        guard parameters.changesScores else { return fitted }
        let normalization = try normalization(of: fitted, matrix, context)
        var calibration: TailCalibration?
        if let heldOut, let partial {
            let scores = try self.normalization(of: partial, heldOut.rest, context).normalized(
                try partial.scores(
                    users: heldOut.users, resources: heldOut.resources, isCancelled: context.isCancelled),
                heldOut.users, heldOut.resources)
            let tenants = matrix.tenantOfUser
            let rows = zip(scores, heldOut.users).flatMap { [Float($0), Float(tenants[Int($1)])] }
            calibration = TailCalibration(
                scores: Matrix(rows: heldOut.users.count, columns: 2, elements: rows), tenants: matrix.tenants.count,
                tenantOfUser: tenants)
        }
        return NormalizedModel(base: fitted, normalization: normalization, calibration: calibration)
    }

    private func normalization(
        of model: any FittedDetector, _ matrix: InteractionMatrix, _ context: FitContext
    ) throws -> ScoreNormalization {
        try ScoreNormalization(
            parameters.normalization, of: model, matrix, background: NormalizationParameters.background,
            seed: context.seed.derived("normalization", 0), isCancelled: context.isCancelled)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let fitted = try base.restore(tensors, for: matrix)
        guard parameters.changesScores else { return fitted }
        let normalization = ScoreNormalization(
            users: try tensors.moments("normalization_users", rows: matrix.users.count),
            resources: try tensors.moments("normalization_resources", rows: matrix.resources.count))
        var calibration: TailCalibration?
        if parameters.isCalibrated {
            let count = tensors["calibration_scores"]?.rows ?? 0
            calibration = TailCalibration(
                scores: try tensors.matrix("calibration_scores", rows: count, columns: 2),
                tenants: matrix.tenants.count, tenantOfUser: matrix.tenantOfUser)
        }
        return NormalizedModel(base: fitted, normalization: normalization, calibration: calibration)
    }
}

extension Normalized: SteppedDetector where Base: SteppedDetector {
    package static var stepsParameter: Parameter<Int> { Base.stepsParameter }

    package func training(
        on matrix: InteractionMatrix, _ context: FitContext
    ) throws -> NormalizedTraining<Base> {
        let heldOut = parameters.isCalibrated ? heldOutPairs(of: matrix, context) : nil
        return NormalizedTraining(
            detector: self, matrix: matrix, context: context, heldOut: heldOut,
            whole: try base.training(on: matrix, context),
            partial: try heldOut.map { try base.training(on: $0.rest, context) })
    }
}

extension Normalized: PathDetector where Base: PathDetector {
    package static var pathParameter: Parameter<Double> { Base.pathParameter }

    package func training(after previous: NormalizedTraining<Base>) -> NormalizedTraining<Base> {
        NormalizedTraining(
            detector: self, matrix: previous.matrix, context: previous.context, heldOut: previous.heldOut,
            whole: base.training(after: previous.whole), partial: previous.partial.map(base.training(after:)))
    }
}

/// A fit under way whose scores are normalised and calibrated, with the second fit that calibration uses.
package struct NormalizedTraining<Base: SteppedDetector>: DetectorTraining {
    fileprivate let detector: Normalized<Base>
    fileprivate let matrix: InteractionMatrix
    fileprivate let context: FitContext
    fileprivate let heldOut: HeldOutPairs?
    fileprivate var whole: Base.Training
    /// The fit to what is left where some pairs are held out.
    fileprivate var partial: Base.Training?

    package var steps: Int { max(whole.steps, partial?.steps ?? 0) }
    package var isFinished: Bool { whole.isFinished && partial?.isFinished ?? true }

    package mutating func advance() throws {
        if !whole.isFinished { try whole.advance() }
        if partial?.isFinished == false { try partial?.advance() }
    }

    package mutating func converge() throws {
        try whole.converge()
        try partial?.converge()
    }

    package mutating func rest() {
        whole.rest()
        partial?.rest()
    }

    package func objective() -> Double? { whole.objective() }

    package func fitted() throws -> any FittedDetector {
        try detector.normalized(
            whole.fitted(), matrix, context, heldOut: heldOut, partial: partial.map { try $0.fitted() })
    }
}

extension Normalized: BatchDetector where Base: BatchDetector {
    package static var batchSize: Int { Base.batchSize }
    package var smallestBatch: Int { base.smallestBatch }

    package func canLearn(with other: Normalized<Base>) -> Bool { base.canLearn(with: other.base) }

    package static func fit(
        _ detectors: [Normalized<Base>], to matrix: InteractionMatrix, _ context: FitContext
    ) throws -> [Result<any FittedDetector, any Error>] {
        let fitted = try Base.fit(detectors.map(\.base), to: matrix, context)
        let normalized = zip(detectors, fitted).map { detector, result in
            Result { try detector.normalized(result.get(), matrix, context) }
        }
        try context.checkCancellation()
        return normalized
    }
}

/// How scores are normalised and calibrated.
struct NormalizationParameters: Sendable {
    /// What normalised scores become.
    enum Calibration: String, ParameterChoice {
        case none, tail
    }

    static let normalization = Parameter<ScoreNormalization.Kind>(
        "normalization", standard: .none,
        "What raw scores are rescaled by: what is usual for the tenant, the user, the resource, or user and resource; "
            + "by mean and deviation, or by the deviation alone.")
    static let calibration = Parameter<Calibration>(
        "calibration", standard: .none,
        "tail turns scores into −log₁₀ of how many unseen legitimate pairs score as much; takes a second fit.")

    static let all: ParameterList = [normalization, calibration]

    /// The number of unseen pairs that give the moments of a user or a resource.
    static let background = 100
    /// The fraction of training pairs that calibration leaves out of its fit.
    static let heldOutFraction = 0.1

    let normalization: ScoreNormalization.Kind
    let isCalibrated: Bool

    init(_ parameters: ParameterSet) {
        normalization = parameters[Self.normalization]
        isCalibrated = parameters[Self.calibration] == .tail
    }

    var changesScores: Bool { normalization != .none || isCalibrated }
}

/// A fitted detector with its scores normalised and calibrated.
private struct NormalizedModel: FittedDetector {
    let base: any FittedDetector
    let normalization: ScoreNormalization
    let calibration: TailCalibration?

    var underlying: any FittedDetector { base.underlying }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try scores(users: users, resources: resources, isCancelled: { false })
    }

    func scores(users: [Int32], resources: [Int32], isCancelled: @Sendable () -> Bool) throws -> [Double] {
        let raw = try base.scores(users: users, resources: resources, isCancelled: isCancelled)
        let normalized = normalization.normalized(raw, users, resources)
        guard let calibration else { return normalized }
        return zip(normalized, users).map { calibration.calibrated($0, user: $1) }
    }

    var tensors: [String: Matrix<Float>] {
        var tensors = base.tensors
        tensors["normalization_users"] = normalization.users
        tensors["normalization_resources"] = normalization.resources
        if let calibration { tensors["calibration_scores"] = calibration.scores }
        return tensors
    }
}

extension [String: Matrix<Float>] {
    /// Means and deviations, the deviations above zero.
    fileprivate func moments(_ name: String, rows: Int) throws(DetectorError) -> Matrix<Float> {
        let moments = try matrix(name, rows: rows, columns: 2)
        guard (0..<rows).allSatisfy({ moments[$0, 1] > 0 }) else {
            throw DetectorError("the tensor '\(name)' holds a deviation that is not above zero")
        }
        return moments
    }
}

extension InteractionMatrix {
    /// The index of each user's tenant.
    var tenantOfUser: [Int32] { numbers(of: tenants.map(\.users), count: users.count) }

    /// The index of each resource's tenant.
    var tenantOfResource: [Int32] { numbers(of: tenants.map(\.resources), count: resources.count) }

    private func numbers(of ranges: [Range<Int>], count: Int) -> [Int32] {
        var numbers = [Int32](repeating: 0, count: count)
        for (number, range) in ranges.enumerated() {
            for index in range { numbers[index] = Int32(number) }
        }
        return numbers
    }
}
