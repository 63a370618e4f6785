import AccessLogs
import Concurrency
import Datasets
import Detectors
import Evaluation
import Experiments
import Files
import Foundation
import Interactions
import LinearAlgebra
import Lints
import Scenarios
import Synchronization

extension LintSubject {
    /// A study's work on one dataset, as lints see it.
    ///
    /// - Parameter plans: trials of which the first that can be fitted stands for all: detectors see training matrices
    ///   alone.
    init(
        _ study: StudySetup, _ data: StudyData, validation: [PreparedFold], test: [Phase],
        earlierOpenings: UnsealingLedger.Openings, plans: [TrialPlan], dataset: String, runner: TrialRunner
    ) {
        let fit: @Sendable (Phase) throws -> FittedModel = { phase in
            var failure: any Error = StudyError("there is no trial")
            for plan in plans {
                do {
                    return try runner.fit(plan, toTraining: phase.training, replicate: 0, workers: .one)
                } catch let error as CancellationError {
                    throw error
                } catch {
                    failure = error
                }
            }
            throw failure
        }
        let fitted = FittedOnce(fit)
        let log = data.dataset.log
        self.init(
            dataset: dataset, log: log, validation: validation.map(Phase.init), test: test,
            population: study.specification.protocol.population,
            unscorable: study.specification.protocol.unscorable, metrics: runner.metrics,
            scenarios: runner.scenarios,
            generators: study.specification.datasets.map { study.generator(of: $0) },
            algorithms: study.specification.algorithms.map { algorithm in
                Algorithm(
                    id: algorithm.id,
                    structure: study.components.detectors.types.first { $0.id == algorithm.id }?.structure)
            },
            allowList: data.allowListUse(test: test), earlierOpenings: earlierOpenings.count,
            damagedOpenings: earlierOpenings.damagedLines, ledgerFile: StudyFileName.ledger.rawValue,
            modelDigest: { try fit($0).digest },
            scores: { phase, indices in
                let model = try fitted.model(of: phase)
                return try model.scores(of: model.matrix.indices(of: indices.map { phase.cases[$0] }, in: log)).map(
                    \.value)
            })
    }
}

extension LintSubject.Phase {
    init(_ fold: PreparedFold) {
        self.init(
            fold: fold.fold, training: fold.training, contamination: fold.contamination, cases: fold.cases,
            requested: fold.requested, matching: fold.matching, profile: fold.profile)
    }
}

/// The model of the first fold that is asked for, fitted when it is.
private final class FittedOnce: Sendable {
    private let fit: @Sendable (LintSubject.Phase) throws -> FittedModel
    private let fitted = Mutex<FittedModel?>(nil)

    init(_ fit: @escaping @Sendable (LintSubject.Phase) throws -> FittedModel) {
        self.fit = fit
    }

    func model(of phase: LintSubject.Phase) throws -> FittedModel {
        try fitted.withLock { fitted in
            if let fitted, fitted.matrix.counts == phase.training.counts { return fitted }
            let model = try fit(phase)
            fitted = model
            return model
        }
    }
}

extension FittedModel {
    /// The digest of everything that was learned.
    fileprivate var digest: String {
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
}

extension StudySetup {
    fileprivate func generator(of dataset: DatasetSpecification) -> LintSubject.Generator {
        switch dataset.source {
        case .path, .replayed:
            return LintSubject.Generator(dataset: dataset.name, simulator: nil, structure: nil)
        case .simulated(let organization, _, _):
            let type = components.simulators.types.first { $0.id == organization }
            return LintSubject.Generator(dataset: dataset.name, simulator: organization, structure: type?.structure)
        }
    }
}

extension StudyData {
    /// The allow-list that the data were filtered by, against the beginning of the test window.
    fileprivate func allowListUse(test: [LintSubject.Phase]) -> LintSubject.AllowListUse? {
        guard let options = dataset.card.importOptions, !options.allowList.isEmpty else { return nil }
        let start = test.first?.fold.window.days.map { Timestamp(microseconds: Int64($0.lowerBound) * Timestamp.day) }
        let modified = options.allowListModified.flatMap { Timestamp(iso8601: $0) }
        return LintSubject.AllowListUse(
            entries: options.allowList.count,
            precedesTest: modified.flatMap { modified in start.map { modified < $0 } })
    }
}
