import AccessLogs
import Concurrency
import Detectors
import Files
import Foundation
import Incidents
import Interactions
import LinearAlgebra
import Lints
import Parameters
import Statistics
import Synchronization

/// The fits of one algorithm that lints ask for.
final class LintedFit: Sendable {
    private let plans: [TrialPlan]
    private let log: AccessLog
    private let runner: TrialRunner
    private let kept = Mutex<(counts: SparseMatrix, model: LintSubject.Model)?>(nil)

    /// - Parameter plans: trials of which the first that can be fitted stands for all.
    init(plans: [TrialPlan], of log: AccessLog, runner: TrialRunner) {
        self.plans = plans
        self.log = log
        self.runner = runner
    }

    /// - Parameter isForeign: whether a program of somebody else is fitted: its model as planned is kept, and told by its
    ///   scores.
    /// - Throws: why the last of the trials could not be fitted; `CancellationError`.
    func model(
        of phase: LintSubject.Phase, _ variation: LintSubject.Variation, isForeign: Bool
    ) throws -> LintSubject.Model {
        guard isForeign, variation == .planned else { return try fitted(to: phase, variation, isForeign: isForeign) }
        return try kept.withLock { kept in
            if let kept, kept.counts == phase.training.counts { return kept.model }
            let model = try fitted(to: phase, variation, isForeign: true)
            kept = (phase.training.counts, model)
            return model
        }
    }

    private func fitted(
        to phase: LintSubject.Phase, _ variation: LintSubject.Variation, isForeign: Bool
    ) throws -> LintSubject.Model {
        let renaming = variation == .renamed ? RenamedMatrix(phase.training, seed: Seed(0).derived("renaming")) : nil
        let model = try fitted(to: renaming?.matrix ?? phase.training, reseeded: variation == .reseeded)
        let digest = try isForeign ? model.digestOfScores : model.digestOfTensors
        return LintSubject.Model(digest: digest) { [log] cases in
            let pairs = phase.training.indices(of: cases, in: log)
            return try model.scores(of: renaming?.renamed(pairs) ?? pairs).map(\.value)
        }
    }

    /// What incidents say of the windows of a phase, up to a day.
    func windows(
        of phase: LintSubject.Phase, through lastDay: Int, by detector: IncidentDetector
    ) throws -> [LintSubject.WindowEvidence] {
        let fold = try IncidentFold(
            phase.fold, of: log, training: phase.training, cases: phase.cases, scenarios: runner.scenarios,
            // What is added to training has no time; the model knows of it, and signals need not.
            isContaminated: false, detector: detector, through: lastDay, isCancelled: runner.isCancelled)
        return try fold.evidence(
            of: fitted(to: phase.training, reseeded: false), early: fitted(to: fold.earlyTraining, reseeded: false))
    }

    private func fitted(to matrix: InteractionMatrix, reseeded: Bool) throws -> FittedModel {
        var failure: any Error = StudyError("there is no trial")
        for plan in plans {
            do {
                return try runner.fit(
                    reseeded ? try runner.reseeded(plan) : plan, toTraining: matrix, replicate: 0, workers: .one)
            } catch let error as CancellationError {
                throw error
            } catch {
                failure = error
            }
        }
        throw failure
    }
}

extension TrialRunner {
    /// The trial with another value of its parameter `seed`; the trial itself where it has none.
    fileprivate func reseeded(_ plan: TrialPlan) throws -> TrialPlan {
        guard case .integer(let seed)? = plan.parameters.values["seed"] else { return plan }
        var values = plan.parameters.values
        values["seed"] = .integer(seed == 0 ? 1 : 0)
        return TrialPlan(
            number: plan.number, dataset: plan.dataset, algorithm: plan.algorithm, detector: plan.detector,
            parameters: try components.detectors.type(of: plan.detector).parameters.checked(values))
    }
}

/// A matrix whose users and resources have other names, and with these another order.
private struct RenamedMatrix {
    let matrix: InteractionMatrix
    private let user: [Int32]
    private let resource: [Int32]

    init(_ original: InteractionMatrix, seed: Seed) {
        let random = RandomStream(seed: seed)
        func order(_ members: [Range<Int>], count: Int) -> [Int32] {
            var order = [Int32](repeating: 0, count: count)
            for range in members {
                var places = Array(range)
                random.shuffle(&places)
                for (member, place) in zip(range, places) { order[member] = Int32(place) }
            }
            return order
        }
        let user = order(original.tenants.map(\.users), count: original.users.count)
        let resource = order(original.tenants.map(\.resources), count: original.resources.count)
        matrix = original.renamed(
            users: Self.renamed(original.users), user: user, resources: Self.renamed(original.resources),
            resource: resource)
        self.user = user
        self.resource = resource
    }

    /// Names that sort as their places do.
    private static func renamed(_ names: Vocabulary) -> Vocabulary {
        Vocabulary(
            names.names.enumerated().map { place, name in
                let digits = String(place)
                return TenantName(
                    tenant: name.tenant, name: String(repeating: "0", count: max(0, 10 - digits.count)) + digits)
            })
    }

    func renamed(_ pairs: IndexedPairs) -> IndexedPairs {
        var renamed = IndexedPairs()
        for (one, other) in zip(pairs.users, pairs.resources) {
            renamed.append(
                user: one < 0 ? nil : user[Int(one)], resource: other < 0 ? nil : resource[Int(other)])
        }
        return renamed
    }
}

extension FittedModel {
    /// The digest of everything that was learned.
    fileprivate var digestOfTensors: String {
        get throws {
            var bytes = Data()
            let tensors = detector.tensors
            for name in tensors.keys.sorted() {
                guard let tensor = tensors[name] else { continue }
                bytes.append(Data("\(name) \(tensor.rows) \(tensor.columns)\n".utf8))
                tensor.elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
            }
            return try FileDigest.sha256(of: bytes)
        }
    }

    /// The digest of the scores of some training pairs, and of their users with the resources of others, to a millionth
    /// of their range: rounding does not count.
    fileprivate var digestOfScores: String {
        get throws {
            var users: [Int32] = [], resources: [Int32] = []
            let owner = (0..<matrix.users.count).flatMap { row in
                repeatElement(Int32(row), count: matrix.counts.range(ofRow: row).count)
            }
            for tenant in matrix.tenants where !tenant.users.isEmpty {
                let first = matrix.counts.range(ofRow: tenant.users.lowerBound).lowerBound
                let range = first..<matrix.counts.range(ofRow: tenant.users.upperBound - 1).upperBound
                for index in stride(from: range.lowerBound, to: range.upperBound, by: max(1, range.count / 100)) {
                    let other = range.lowerBound + (index - range.lowerBound + range.count / 2) % range.count
                    users += [owner[index], owner[index]]
                    resources += [matrix.counts.columnIndices[index], matrix.counts.columnIndices[other]]
                }
            }
            let scores = try detector.scores(users: users, resources: resources)
            let range = (scores.max() ?? 0) - (scores.min() ?? 0)
            let rounded = scores.map { range > 0 ? ($0 / range * 1e6).rounded() : $0 }
            return try rounded.withUnsafeBytes { try FileDigest.sha256(of: Data($0)) }
        }
    }
}
