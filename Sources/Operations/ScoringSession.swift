package import AccessLogs
import Datasets
package import Detectors
import Evaluation
package import Files
import Foundation
import Interactions
package import LogImport
package import Publishing

/// The scoring of one input with one model: which options of the bundle apply, which threshold, what newcomers get, and
/// what counts as scored.
package struct ScoringSession {
    private let model: any AccessScoring
    private let policy: ScoringPolicy
    private let bundledOptions: ImportOptions?
    private let threshold: Double?
    private let newcomers: NewcomerScorer?

    /// The model where it has vocabularies of the names of training; those of the reference have none.
    private var fitted: FittedModel? { model as? FittedModel }

    /// What is scored.
    package enum Source {
        case logs([InputPath])
        case dataset(AccessLog, name: String)

        /// The dataset in a folder, or else logs.
        ///
        /// - Throws: `FileError` where a dataset has company, or cannot be opened.
        package init(_ inputs: [InputPath]) throws {
            let datasets = inputs.compactMap { input -> String? in
                guard case .path(let path) = input else { return nil }
                let card = URL(fileURLWithPath: path).appendingPathComponent(Dataset.cardFile)
                return FileManager.default.fileExists(atPath: card.path) ? path : nil
            }
            guard let folder = datasets.first else {
                self = .logs(inputs)
                return
            }
            guard inputs.count == 1 else {
                throw FileError("\(folder) is a dataset, which is scored by itself; leave out the other inputs")
            }
            self = .dataset(try Dataset(at: URL(fileURLWithPath: folder)).log, name: folder)
        }

        /// Passes on every access of the source, in its order.
        ///
        /// - Parameters:
        ///   - workers: the number of threads that read logs, at least one.
        ///   - isCancelled: asked now and then, on any worker.
        ///   - progress: told now and then how far reading is.
        /// - Throws: what the importer and `onAccess` throw; `CancellationError` once cancelled.
        func read(
            with importer: LogImporter, workers: Int, isCancelled: @escaping @Sendable () -> Bool,
            progress: @escaping (Progress) -> Void, onAccess: (AccessEvent) throws -> Void
        ) throws -> ImportSummary {
            try withoutActuallyEscaping(onAccess) { onAccess in
                switch self {
                case .logs(let inputs):
                    let report: (ReadingProgress) -> Bool = { reading in
                        progress(.reading(reading))
                        return !isCancelled()
                    }
                    return try importer.run(inputs, workers: workers, progress: report) { try onAccess($0) }
                case .dataset(let log, let name):
                    return try importer.run(log, named: name) { fraction in
                        progress(.accesses(fraction, of: log.count))
                        return !isCancelled()
                    } onAccess: {
                        try onAccess($0)
                    }
                }
            }
        }

        /// Every access of the source, in its order, by the names of training and those that are new.
        ///
        /// - Parameters:
        ///   - matrix: has the names of training, which get the same indices in the log.
        ///   - workers: the number of threads that read logs, at least one.
        ///   - isCancelled: asked now and then, on any worker.
        ///   - progress: told now and then how far reading is, on any worker.
        /// - Returns: also which names were taken for other spellings of names of training, in sentences.
        /// - Throws: what the importer throws; `CancellationError` once cancelled.
        func log(
            by matrix: InteractionMatrix, with importer: LogImporter, workers: Int,
            isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (Progress) -> Void
        ) throws -> (log: AccessLog, summary: ImportSummary, spellings: [String]) {
            let (log, summary) = try logged(
                with: importer, workers: workers, isCancelled: isCancelled, progress: progress)
            var known = KnownSpellings(users: matrix.users, resources: matrix.resources)
            let joins = importer.options.computerNames != .asLogged
            let indexed = log.indexed(by: matrix.users, matrix.resources) { name, sid in
                joins ? known.user(name, sid: sid) : name
            } resource: { name in
                joins ? known.resource(name) : name
            }
            return (indexed, summary, known.sentences)
        }

        /// Every access of the source, in its order.
        private func logged(
            with importer: LogImporter, workers: Int, isCancelled: @escaping @Sendable () -> Bool,
            progress: @escaping @Sendable (Progress) -> Void
        ) throws -> (log: AccessLog, summary: ImportSummary) {
            if case .logs(let inputs) = self {
                return try importer.log(of: inputs, workers: workers) { reading in
                    progress(.reading(reading))
                    return !isCancelled()
                }
            }
            var log = AccessLog()
            let summary = try read(with: importer, workers: workers, isCancelled: isCancelled, progress: progress) {
                log.append($0)
            }
            return (log, summary)
        }
    }

    /// How far the session is.
    package enum Progress: Sendable {
        case reading(ReadingProgress)
        /// A fraction of the accesses, whose number is `of`, has been read from a dataset, or scored.
        case accesses(Double, of: Int)
        /// A fraction of the accesses of newcomers, whose number is `of`, has been scored.
        case newcomers(Double, of: Int)
    }

    /// - Throws: ``ScoringRefusal`` where the bundle has no such threshold, or cannot score newcomers.
    package init(_ bundle: ModelBundle, _ policy: ScoringPolicy) throws(ScoringRefusal) {
        model = bundle.model
        self.policy = policy
        bundledOptions = bundle.manifest.training.importOptions
        guard case .alerts(let above, let scoresNewcomers) = policy else {
            (newcomers, threshold) = (nil, nil)
            return
        }
        newcomers = scoresNewcomers ? NewcomerScorer(bundle.model) : nil
        if scoresNewcomers, newcomers == nil { throw .noNewcomers(algorithm: bundle.manifest.algorithm) }
        threshold = try Self.threshold(above, of: bundle.manifest)
    }

    /// - Throws: ``ScoringRefusal`` where the policy names no score, or newcomers are to be scored.
    package init(_ model: ReferenceModel, _ policy: ScoringPolicy) throws(ScoringRefusal) {
        self.model = model
        self.policy = policy
        (bundledOptions, newcomers) = (nil, nil)
        guard case .alerts(let above, let scoresNewcomers) = policy else {
            threshold = nil
            return
        }
        if scoresNewcomers { throw .noNewcomersOfReference }
        guard case .score(let score) = above else { throw .noThresholdOfReference }
        threshold = score
    }

    /// How logs are read unless options say otherwise: as the bundle's training log was read.
    package var importOptions: ImportOptions { bundledOptions ?? ImportOptions() }

    /// The filters that the bundle names.
    package var bundledFilters: [String] { bundledOptions?.filters.ids ?? [] }

    /// Scores the source, and passes on what the policy asks for.
    ///
    /// - Parameters:
    ///   - importer: reads the source; its filters do not count where everything is passed on.
    ///   - workers: the number of threads that read logs, at least one.
    ///   - isCancelled: asked now and then, on any worker.
    ///   - progress: told now and then how far the session is, on any worker.
    ///   - receive: takes each access with its score: everything in the order of the input, or the alerts, the highest
    ///     score first, once the whole source has been read.
    /// - Throws: what the importer, scoring and `receive` throw; `CancellationError` once cancelled.
    package func score(
        _ source: Source, with importer: LogImporter, workers: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (Progress) -> Void = { _ in },
        receive: (ScoredEvent) throws -> Void
    ) throws -> ScoringOutcome {
        var importer = importer
        guard case .alerts = policy, let threshold else {
            importer.options.filters = .none
            var considered = 0, unscored = 0
            let (summary, spellings) = try read(source, importer, workers, isCancelled, progress) { event in
                considered += 1
                if event.score.value == nil { unscored += 1 }
                try receive(event)
            }
            return ScoringOutcome(
                summary: summary, spellings: spellings,
                coverage: ScoringCoverage(summary, considered: considered, unscored: unscored),
                alerts: nil)
        }
        var alerts = AlertPolicy(threshold: threshold), summary: ImportSummary, spellings: [String]
        if let fitted {
            let log: AccessLog
            (log, summary, spellings) = try source.log(
                by: fitted.matrix, with: importer, workers: workers, isCancelled: isCancelled, progress: progress)
            var newcomers = newcomers
            let scores = try LogScores(of: log, by: fitted, isCancelled: isCancelled) { fraction in
                progress(.accesses(fraction, of: log.count))
            }
            alerts.consider(scores, of: log, unless: newcomers == nil ? nil : { newcomers?.keep($0) == true })
            if let newcomers {
                try newcomers.score(isCancelled: isCancelled) { fraction in
                    progress(.newcomers(fraction, of: newcomers.count))
                } receive: {
                    alerts.consider($0)
                }
            }
        } else {
            (summary, spellings) = try read(source, importer, workers, isCancelled, progress) { alerts.consider($0) }
        }
        for alert in alerts.alerts { try receive(alert) }
        return ScoringOutcome(
            summary: summary, spellings: spellings,
            coverage: ScoringCoverage(
                summary, considered: alerts.considered, unscored: alerts.unscored.values.reduce(0, +)),
            alerts: alerts)
    }

    /// Scores every access of the source, in its order.
    private func read(
        _ source: Source, _ importer: LogImporter, _ workers: Int, _ isCancelled: @escaping @Sendable () -> Bool,
        _ progress: @escaping (Progress) -> Void, _ receive: (ScoredEvent) throws -> Void
    ) throws -> (summary: ImportSummary, spellings: [String]) {
        try withoutActuallyEscaping(receive) { receive in
            var scorer = EventScorer(model, isCancelled: isCancelled, receive: receive)
            var known =
                importer.options.computerNames == .asLogged
                ? nil : fitted.map { KnownSpellings(users: $0.matrix.users, resources: $0.matrix.resources) }
            let summary = try source.read(
                with: importer, workers: workers, isCancelled: isCancelled, progress: progress
            ) {
                try scorer.score(known?.known($0) ?? $0)
            }
            try scorer.finish()
            return (summary, known?.sentences ?? [])
        }
    }

    private static func threshold(
        _ threshold: ScoringPolicy.Threshold, of manifest: BundleManifest
    ) throws(ScoringRefusal) -> Double {
        let point: OperatingPoint?
        switch threshold {
        case .score(let score): return score
        case .ofBundle: point = manifest.defaultOperatingPoint
        case .alertsPerDay(let alerts): point = manifest.operatingPoint(forAlertsPerDay: alerts)
        }
        if let point { return point.threshold }
        let points = manifest.operatingPoints
        guard !points.isEmpty else { throw .noThresholdOfBundle }
        guard case .alertsPerDay = threshold else { throw .noDefaultThreshold(points) }
        let budgets = points.filter(\.isPerDay).map(\.alertBudget)
        throw budgets.isEmpty ? .noDays(points) : .otherBudgets(budgets)
    }
}

/// What a ``ScoringSession`` did with its source.
package struct ScoringOutcome: Sendable {
    /// What became of the records.
    package let summary: ImportSummary
    /// Which names were taken for other spellings of names of training, in sentences.
    package let spellings: [String]
    /// How much of the source could be scored.
    package let coverage: ScoringCoverage
    /// The alerts, and what was considered for them; nil where everything was passed on.
    package let alerts: AlertPolicy?
}
