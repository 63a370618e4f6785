import AccessLogs
import Datasets
import Detectors
import Experiments
import Incidents
import Interactions
import Lints
import Parameters
import Scenarios

extension LintSubject {
    /// A study's work on one dataset, as lints see it.
    ///
    /// - Parameter plans: the trials of each algorithm that takes part, in the order of the algorithms. Of each
    ///   algorithm the first trial that can be fitted stands for all: detectors see training matrices alone.
    init(
        _ study: StudySetup, _ data: StudyData, validation: [Phase], test: [Phase],
        earlierOpenings: UnsealingLedger.Openings, plans: [[TrialPlan]], dataset: String, runner: TrialRunner
    ) throws {
        let log = data.dataset.log
        self.init(
            dataset: dataset, log: log, validation: validation, test: test,
            population: study.specification.protocol.population,
            unscorable: study.specification.protocol.unscorable, metrics: runner.metrics,
            scenarios: runner.scenarios,
            generators: try study.specification.datasets.map { try study.generator(of: $0) },
            algorithms: plans.compactMap { plans in
                guard let first = plans.first else { return nil }
                let type = study.components.detectors[first.detector]
                return Algorithm(
                    name: first.algorithm, type: type, fitter: LintedFit(plans: plans, of: log, runner: runner),
                    incidents: study.components.incidents(of: study.specification.incidents))
            },
            allowList: data.allowListUse(test: test), earlierOpenings: earlierOpenings.count,
            damagedOpenings: earlierOpenings.damagedLines, ledgerFile: StudyFileName.ledger.rawValue,
            measuresIncidents: study.specification.incidents != nil)
    }
}

extension LintSubject.Phase {
    init(_ fold: PreparedFold) {
        self.init(
            fold: fold.fold, training: fold.training, contamination: fold.contamination, cases: fold.cases,
            requested: fold.requested, matching: fold.matching, profile: fold.profile)
    }
}

extension LintSubject.Algorithm {
    fileprivate init(
        name: String, type: (any Detector.Type)?, fitter: LintedFit, incidents: IncidentDetector?
    ) {
        var windows: (@Sendable (LintSubject.Phase, Int) throws -> [LintSubject.WindowEvidence])?
        if let incidents {
            windows = { phase, lastDay in try fitter.windows(of: phase, through: lastDay, by: incidents) }
        }
        let isForeign = type?.traits.contains(.isForeign) ?? false
        self.init(
            id: name, structure: type?.structure, isForeign: isForeign,
            usesNeighbors: !(type?.traits.contains(.ignoresNeighbors) ?? false),
            windows: windows
        ) { phase, variation in
            // A program that runs is kept for the next lint; the models of built-in detectors may be large.
            try fitter.model(of: phase, variation, isForeign: isForeign)
        }
    }
}

extension StudySetup {
    /// The simulator that made a dataset, in this study or in a folder of its own.
    fileprivate func generator(of dataset: DatasetSpecification) throws -> LintSubject.Generator {
        let simulator: String? =
            switch dataset.source {
            case .path(let path), .replayed(let path, _, _): try Dataset.card(at: paths.dataset(at: path).url).simulator
            case .simulated(let organization, _, _): organization
            }
        let type = simulator.flatMap { components.simulators[$0] }
        return LintSubject.Generator(dataset: dataset.name, simulator: simulator, structure: type?.structure)
    }
}

extension StudyData {
    /// The allow-list that the data were filtered by, against the beginning of the test window.
    fileprivate func allowListUse(test: [LintSubject.Phase]) -> LintSubject.AllowListUse? {
        guard let options = dataset.card.importOptions, !options.allowList.isEmpty else { return nil }
        return LintSubject.AllowListUse(
            entries: options.allowList.count,
            written: options.allowListWritten.flatMap { Timestamp(iso8601: $0) },
            testBegins: test.first?.fold.window.days.map {
                Timestamp(microseconds: Int64($0.lowerBound) * Timestamp.day)
            })
    }
}
