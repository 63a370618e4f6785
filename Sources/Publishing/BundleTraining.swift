package import AccessLogs
package import Datasets
package import Detectors
import Evaluation
package import Incidents
package import Interactions
package import Parameters
import Statistics

/// Training one model on a whole dataset, with thresholds chosen on a held-out part of it.
package struct BundleTraining: Sendable {
    package var algorithm: any Detector.Type
    package var parameters: ParameterSet
    /// Alerts a day (without time: over the held-out part) for which thresholds are chosen.
    package var alertBudgets: [Double]
    /// What makes incidents of accesses that have times; nil for a bundle whose alerts are pairs.
    package var incidents: IncidentDetector?
    /// The zone in which the days of incidents begin.
    package var zone: LocalZone

    package init(
        algorithm: any Detector.Type, parameters: ParameterSet, alertBudgets: [Double],
        incidents: IncidentDetector? = nil, zone: LocalZone = .utc
    ) {
        self.algorithm = algorithm
        self.parameters = parameters
        self.alertBudgets = alertBudgets
        self.incidents = incidents
        self.zone = zone
    }

    /// Fits to all but a held-out part, chooses the thresholds on that part's new pairs, and then fits to everything.
    ///
    /// The last fifth of the days is held out; where there are no times or too few days, a fifth of the pairs. Where
    /// not even that is possible the bundle has no thresholds.
    ///
    /// - Throws: `DetectorError` where the data admit no model; `CancellationError`.
    package func train(on dataset: Dataset, name: String, _ context: FitContext) throws -> ModelBundle {
        let log = dataset.log
        let model = try FittedModel(
            algorithm, parameters: parameters, fittedTo: InteractionMatrix(counting: log, context.workers), context)
        let points = try operatingPoints(for: log, context)
        let budgets = points.map(\.alertBudget).sorted()
        var incidents: BundleIncidents?, noIncidents: String?
        do {
            incidents = try self.incidents(in: log, of: model, context)
        } catch let none as NoIncidents {
            noIncidents = none.reason
        }
        return ModelBundle(
            manifest: BundleManifest(
                name: name, algorithm: algorithm.id, parameters: parameters.values, seed: context.seed.value,
                training: BundleManifest.Training(model.matrix, accesses: Array(0..<log.count), of: log, dataset.card),
                operatingPoints: points, defaultAlertBudget: budgets.isEmpty ? nil : budgets[budgets.count / 2],
                measurements: [], provenance: .current,
                incidents: incidents.map { BundleManifest.Incidents($0, alertBudgets: alertBudgets) },
                noIncidents: noIncidents),
            model: model, incidents: incidents)
    }

    /// Nil where nothing is asked for.
    ///
    /// - Throws: `NoIncidents` where the data have nothing to learn incidents from; `CancellationError`; what fitting and
    ///   scoring throw.
    private func incidents(
        in log: AccessLog, of model: FittedModel, _ context: FitContext
    ) throws -> BundleIncidents? {
        try incidents.map {
            try BundleIncidents(
                $0, of: Array(0..<log.count), in: log, zone: zone, model: model, isCancelled: context.isCancelled
            ) { try FittedModel(algorithm, parameters: parameters, fittedTo: $0, context) }
        }
    }

    private func operatingPoints(for log: AccessLog, _ context: FitContext) throws -> [OperatingPoint] {
        // Splits throw one kind of error, which says that there is nothing to hold out.
        if let fold = try? TimeSplit().split(log, population: .newPairs).test {
            let points = try operatingPoints(on: fold, of: log, context)
            if !points.isEmpty { return points }
        }
        guard let fold = try? PairSplit().testFold(of: log, seed: context.seed.derived("hold out")) else { return [] }
        return try operatingPoints(on: fold, of: log, context)
    }

    /// - Returns: nothing where no held-out access has a score.
    private func operatingPoints(on fold: Fold, of log: AccessLog, _ context: FitContext) throws -> [OperatingPoint] {
        let model = try FittedModel(
            algorithm, parameters: parameters,
            fittedTo: InteractionMatrix(counting: fold.training, of: log, context.workers),
            context)
        let scores = try model.scores(
            of: model.matrix.indices(of: fold.window.benign, in: log), isCancelled: context.isCancelled)
        let cases = try ScoredCases(
            zip(fold.window.benign, scores).map { ScoredAccess(access: $0, score: $1) }, window: fold.window,
            policy: .rankLast, scenarios: [])
        return alertBudgets.compactMap { OperatingPoint(within: $0, on: cases) }
    }
}

extension BundleManifest.Training {
    /// Describes the accesses that a matrix counts.
    package init(_ matrix: InteractionMatrix, accesses: [Int], of log: AccessLog, _ card: DatasetCard) {
        let times = accesses.lazy.compactMap { log.time(of: $0) }
        self.init(
            dataset: card.name, digest: card.digest, accesses: accesses.count, users: matrix.users.count,
            resources: matrix.resources.count, pairs: matrix.pairCount, first: times.min()?.description,
            last: times.max()?.description, importOptions: card.importOptions)
    }
}

extension BundleManifest.Incidents {
    /// Says which thresholds keep to which budgets.
    ///
    /// - Parameter alertBudgets: benign alerts a day.
    package init(_ incidents: BundleIncidents, alertBudgets: [Double]) {
        let benign = incidents.benign
        self.init(
            signals: incidents.detector.signals.map { $0.id }, combination: incidents.detector.rule.id,
            operatingPoints: alertBudgets.sorted().map { IncidentPoint(within: $0, on: benign) },
            leftOut: incidents.leftOut, timeZone: incidents.zone == .utc ? nil : incidents.zone)
    }
}
