package import AccessLogs
import Detectors
package import Incidents
import Interactions
package import LogImport
package import Publishing

/// The search for incidents in one input with one bundle.
package struct IncidentSession {
    private let bundle: ModelBundle
    private let incidents: BundleIncidents
    private let policy: IncidentPolicy
    private let alertsPerDay: Double?
    private let threshold: Double
    private let benign: RecentIncidents

    /// - Parameter incidents: those of the bundle.
    /// - Throws: ``ScoringRefusal`` where the bundle has no usual threshold.
    package init(
        _ bundle: ModelBundle, _ incidents: BundleIncidents, _ policy: IncidentPolicy
    ) throws(ScoringRefusal) {
        self.bundle = bundle
        self.incidents = incidents
        self.policy = policy
        benign = incidents.benign
        switch policy.threshold {
        case .evidence(let evidence): (threshold, alertsPerDay) = (evidence, nil)
        case .alertsPerDay(let alerts): (threshold, alertsPerDay) = (benign.threshold(allowing: alerts), alerts)
        case .ofBundle:
            let points = bundle.manifest.incidents?.operatingPoints ?? []
            let usual = bundle.manifest.defaultAlertBudget
            let point = points.first { $0.alertBudget == usual } ?? (points.isEmpty ? nil : points[points.count / 2])
            guard let point else { throw .noThresholdOfBundle }
            (threshold, alertsPerDay) = (point.evidence, point.alertBudget)
        }
    }

    /// How logs are read unless options say otherwise: as the bundle's training log was read.
    package var importOptions: ImportOptions { bundle.manifest.training.importOptions ?? ImportOptions() }

    /// The filters that the bundle names.
    package var bundledFilters: [String] { bundle.manifest.training.importOptions?.filters.ids ?? [] }

    /// Finds the alerts of the source, those with the most evidence first.
    ///
    /// - Parameters:
    ///   - isCancelled: asked now and then, on any worker.
    ///   - progress: told now and then how far reading is.
    ///   - receive: takes each alert, once the whole source has been read.
    /// - Throws: what the importer, scoring and `receive` throw; `CancellationError` once cancelled.
    package func score(
        _ source: ScoringSession.Source, with importer: LogImporter,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping (ScoringSession.Progress) -> Void = { _ in }, receive: (IncidentAlert) throws -> Void
    ) throws -> IncidentOutcome {
        let (log, begun) = try read(source, with: importer, isCancelled: isCancelled, progress: progress)
        var outcome = begun
        let searches = try searches(in: log, &outcome)
        for alert in try alerts(of: searches, &outcome, isCancelled) { try receive(alert) }
        return outcome
    }

    /// What the incident of an account on a day is like, whether it alerts or not.
    ///
    /// - Parameters:
    ///   - user: with its tenant.
    ///   - day: (UTC) since 1970-01-01.
    /// - Returns: nil where the source has no access of the account on that day, or it lies in training.
    /// - Throws: as ``score(_:with:isCancelled:progress:receive:)``.
    package func incident(
        of user: TenantName, on day: Int, in source: ScoringSession.Source, with importer: LogImporter,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping (ScoringSession.Progress) -> Void = { _ in }
    ) throws -> IncidentAlert? {
        let (log, begun) = try read(source, with: importer, isCancelled: isCancelled, progress: progress)
        var outcome = begun
        let searches = try searches(in: log, &outcome)
        guard let index = log.users.index(of: user) else { return nil }
        let thresholds = self.thresholds(of: searches).ofDays
        for search in searches {
            let found = search.incidents.firstIndex { $0.window.user == index && $0.window.day == day }
            guard let found else { continue }
            return try search.alerts([found], thresholds: thresholds, alertsPerDay: alertsPerDay).first
        }
        return nil
    }

    /// The accesses of the source, by the bundle's names and those that are new.
    private func read(
        _ source: ScoringSession.Source, with importer: LogImporter, isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping (ScoringSession.Progress) -> Void
    ) throws -> (log: AccessLog, outcome: IncidentOutcome) {
        var log = AccessLog(users: bundle.model.matrix.users, resources: bundle.model.matrix.resources)
        let matrix = bundle.model.matrix
        var known =
            importer.options.computerNames == .asLogged
            ? nil : KnownSpellings(users: matrix.users, resources: matrix.resources)
        let summary = try source.read(with: importer, isCancelled: isCancelled, progress: progress) {
            log.append(known?.known($0) ?? $0)
        }
        return (log, IncidentOutcome(summary: summary, spellings: known?.sentences ?? []))
    }

    // MARK: Windows

    /// Sorts the accesses of each tenant into windows, and finds how unusual these are.
    private func searches(in log: AccessLog, _ outcome: inout IncidentOutcome) throws -> [IncidentSearch] {
        let matrix = bundle.model.matrix, last = incidents.lastDay
        var tenants: [String: Int] = [:]
        for (index, tenant) in incidents.tenants.enumerated() { tenants[tenant.name] = index }
        let tenantOfUser = log.users.names.map { tenants[$0.tenant] }
        var rows = [[Int]](repeating: [], count: incidents.tenants.count)
        outcome.considered = log.count
        for row in 0..<log.count {
            guard log.microseconds[row] != AccessLog.untimed else {
                outcome.untimed += 1
                continue
            }
            guard let tenant = tenantOfUser[Int(log.user[row])] else {
                outcome.ofUnknownTenants += 1
                continue
            }
            guard Timestamp(microseconds: log.microseconds[row]).dayNumber > last else {
                outcome.ofTraining += 1
                continue
            }
            if Int(log.user[row]) >= matrix.users.count || Int(log.resource[row]) >= matrix.resources.count {
                outcome.ofUnknownNames += 1
            }
            rows[tenant].append(row)
        }
        outcome.windowed = rows.reduce(0) { $0 + $1.count }
        return try zip(incidents.tenants, rows).filter { !$1.isEmpty }.map { tenant, rows in
            let activity = Activity(AccountWindows(of: rows, in: log), after: tenant.history.known)
            return IncidentSearch(
                tenant: tenant, model: bundle.model, log: log, activity: activity,
                incidents: try tenant.model.incidents(of: activity, joiningTraining: true))
        }
    }

    // MARK: Thresholds

    /// The evidence that alerts of each day exceed.
    private func thresholds(of searches: [IncidentSearch]) -> (ofDays: [Int: Double], isAtBound: Bool) {
        let days = Set(searches.flatMap { $0.incidents.map(\.window.day) }).sorted()
        guard policy.isAdaptive, let alertsPerDay else {
            return (Dictionary(uniqueKeysWithValues: days.map { ($0, threshold) }), false)
        }
        var byDay: [Int: [Double]] = [:]
        for search in searches {
            for incident in search.incidents where !incident.joinsEarlier {
                byDay[incident.window.day, default: []].append(incident.evidence)
            }
        }
        var adaptive = AdaptiveThreshold(alertsPerDay: alertsPerDay, after: benign), thresholds: [Int: Double] = [:]
        for day in days { thresholds[day] = adaptive.threshold(on: day, closing: byDay[day] ?? []) }
        return (thresholds, adaptive.isAtBound)
    }

    private func alerts(
        of searches: [IncidentSearch], _ outcome: inout IncidentOutcome, _ isCancelled: @Sendable () -> Bool
    ) throws -> [IncidentAlert] {
        let (thresholds, isAtBound) = thresholds(of: searches)
        outcome.isAtBound = isAtBound
        var alerts: [IncidentAlert] = []
        for search in searches {
            if isCancelled() { throw CancellationError() }
            let raised = search.incidents.indices.filter { index in
                let incident = search.incidents[index]
                return !incident.joinsEarlier && incident.evidence > (thresholds[incident.window.day] ?? .infinity)
            }
            let found = try search.alerts(raised, thresholds: thresholds, alertsPerDay: alertsPerDay)
            outcome.windows += search.incidents.count
            outcome.joined += found.reduce(0) { $0 + $1.laterDays.count }
            alerts += found
        }
        outcome.alerts = alerts.count
        outcome.promised = alertsPerDay
        let days = thresholds.keys.sorted()
        if let first = days.first, let last = days.last {
            outcome.days = last - first + 1
            let values = days.compactMap { thresholds[$0] }
            if let least = values.min(), let most = values.max() { outcome.thresholds = least...most }
        }
        outcome.isShort = alertsPerDay != nil && outcome.thresholds?.lowerBound == 0
        return alerts.sorted { first, second in
            first.evidence != second.evidence
                ? first.evidence > second.evidence
                : (first.start, first.tenant, first.user) < (second.start, second.tenant, second.user)
        }
    }
}
