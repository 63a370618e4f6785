package import AccessLogs
import Detectors
import Incidents
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
    ///   - workers: the number of threads that read logs, at least one.
    ///   - isCancelled: asked now and then, on any worker.
    ///   - progress: told now and then how far reading is, on any worker.
    ///   - receive: takes each alert, once the whole source has been read.
    /// - Throws: what the importer, scoring and `receive` throw; `CancellationError` once cancelled.
    package func score(
        _ source: ScoringSession.Source, with importer: LogImporter, workers: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ScoringSession.Progress) -> Void = { _ in },
        receive: (IncidentAlert) throws -> Void
    ) throws -> IncidentOutcome {
        let (log, begun) = try read(source, importer, workers, isCancelled, progress)
        var outcome = begun
        let searches = try searches(in: log, &outcome)
        for alert in try alerts(of: searches, &outcome, isCancelled) { try receive(alert) }
        return outcome
    }

    /// What the incident of an account on a day is like, whether it alerts or not.
    ///
    /// - Parameters:
    ///   - user: with its tenant.
    ///   - day: of the bundle's zone, since 1970-01-01.
    /// - Returns: nil for the alert where the source has no access of the account on that day, or it lies in training.
    /// - Throws: as ``score(_:with:isCancelled:progress:receive:)``.
    package func incident(
        of user: TenantName, on day: Int, in source: ScoringSession.Source, with importer: LogImporter,
        workers: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (ScoringSession.Progress) -> Void = { _ in }
    ) throws -> (alert: IncidentAlert?, summary: ImportSummary) {
        let (log, begun) = try read(source, importer, workers, isCancelled, progress)
        var outcome = begun
        let searches = try searches(in: log, &outcome)
        guard let index = log.users.index(of: user) else { return (nil, outcome.summary) }
        let thresholds = self.thresholds(of: searches).ofDays
        for search in searches {
            let found = search.incidents.firstIndex { $0.window.user == index && $0.window.day == day }
            guard let found else { continue }
            let alerts = try search.alerts([found], thresholds: thresholds, alertsPerDay: alertsPerDay)
            return (alerts.first, outcome.summary)
        }
        return (nil, outcome.summary)
    }

    /// The accesses of the source, by the bundle's names and those that are new, with times of its zone's clocks.
    private func read(
        _ source: ScoringSession.Source, _ importer: LogImporter, _ workers: Int,
        _ isCancelled: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (ScoringSession.Progress) -> Void
    ) throws -> (log: AccessLog, outcome: IncidentOutcome) {
        let (log, summary, spellings) = try source.log(
            by: bundle.model.matrix, with: importer, workers: workers, isCancelled: isCancelled, progress: progress)
        return (log.onWallClock(of: incidents.zone), IncidentOutcome(summary: summary, spellings: spellings))
    }

    // MARK: Windows

    /// Sorts the accesses of each tenant into windows, and finds how unusual these are.
    private func searches(in log: AccessLog, _ outcome: inout IncidentOutcome) throws -> [IncidentSearch] {
        let matrix = bundle.model.matrix, last = incidents.lastDay
        var tenants: [String: Int] = [:]
        for (index, tenant) in incidents.tenants.enumerated() { tenants[tenant.name] = index }
        let tenantOfUser = log.users.names.map { tenants[$0.tenant] }
        let trained = Set(matrix.tenants.map(\.name)), isTrained = log.users.names.map { trained.contains($0.tenant) }
        outcome.leftOut = incidents.leftOut
        var rows = [[Int]](repeating: [], count: incidents.tenants.count)
        var known = incidents.tenants.map(\.history.known)
        outcome.considered = log.count
        for row in 0..<log.count {
            guard log.microseconds[row] != AccessLog.untimed else {
                outcome.untimed += 1
                continue
            }
            guard let tenant = tenantOfUser[Int(log.user[row])] else {
                if isTrained[Int(log.user[row])] {
                    outcome.ofLeftOutTenants += 1
                } else {
                    outcome.ofUnknownTenants += 1
                }
                continue
            }
            guard Timestamp(microseconds: log.microseconds[row]).dayNumber > last else {
                outcome.ofTraining += 1
                // Of the last day, training may have a part alone: what was met later on it is not new on the next.
                known[tenant].insert(user: log.user[row], resource: log.resource[row])
                continue
            }
            if Int(log.user[row]) >= matrix.users.count || Int(log.resource[row]) >= matrix.resources.count {
                outcome.ofUnknownNames += 1
            }
            rows[tenant].append(row)
        }
        outcome.windowed = rows.reduce(0) { $0 + $1.count }
        return try incidents.tenants.indices.filter { !rows[$0].isEmpty }.map { index in
            let tenant = incidents.tenants[index]
            let activity = try tenant.model.surprising(
                Activity(AccountWindows(of: rows[index], in: log), after: known[index]))
            return IncidentSearch(
                tenant: tenant, model: bundle.model, log: log, zone: self.incidents.zone, activity: activity,
                incidents: try tenant.model.incidents(of: activity, joiningTraining: true))
        }
    }

    // MARK: Thresholds

    /// The most days between two windows that are counted.
    private static let longestSilence = 28

    /// The evidence that alerts of each day with a window exceed.
    private func thresholds(of searches: [IncidentSearch]) -> (ofDays: [Int: Double], daysAtBound: Int) {
        let days = Set(searches.flatMap { $0.incidents.map(\.window.day) })
        guard policy.isAdaptive, let alertsPerDay else {
            return (Dictionary(uniqueKeysWithValues: days.map { ($0, threshold) }), 0)
        }
        var byDay: [Int: [Double]] = [:]
        for search in searches {
            for incident in search.incidents where !incident.joinsEarlier {
                byDay[incident.window.day, default: []].append(incident.evidence)
            }
        }
        for day in days where byDay[day] == nil { byDay[day] = [] }
        let course = AdaptiveThreshold(alertsPerDay: alertsPerDay, after: benign).course(
            over: byDay, from: incidents.lastDay + 1)
        return (
            Dictionary(uniqueKeysWithValues: days.map { ($0, course.days[$0]?.evidence ?? threshold) }),
            days.count { course.days[$0]?.isAtBound == true }
        )
    }

    private func alerts(
        of searches: [IncidentSearch], _ outcome: inout IncidentOutcome, _ isCancelled: @Sendable () -> Bool
    ) throws -> [IncidentAlert] {
        let (thresholds, daysAtBound) = thresholds(of: searches)
        outcome.daysAtBound = daysAtBound
        var alerts: [IncidentAlert] = [], onDay: [Int: Int] = [:]
        for search in searches {
            if isCancelled() { throw CancellationError() }
            let raised = search.incidents.indices.filter { index in
                let incident = search.incidents[index]
                return !incident.joinsEarlier && incident.evidence > (thresholds[incident.window.day] ?? .infinity)
            }
            for index in raised { onDay[search.incidents[index].window.day, default: 0] += 1 }
            let found = try search.alerts(raised, thresholds: thresholds, alertsPerDay: alertsPerDay)
            outcome.windows += search.incidents.count
            outcome.joined += found.reduce(0) { $0 + $1.laterDays.count }
            alerts += found
        }
        outcome.alerts = alerts.count
        outcome.promised = alertsPerDay
        let days = thresholds.keys.sorted()
        if let first = days.first {
            // Long silences are none of the log's days.
            outcome.days = zip(days, days.dropFirst()).reduce(1) { $0 + min($1.1 - $1.0, Self.longestSilence) }
            outcome.daysMissing = first - incidents.lastDay - 1
            outcome.busiestWeek = onDay.keys.reduce(0) { most, day in
                max(most, (day..<day + 7).reduce(0) { $0 + (onDay[$1] ?? 0) })
            }
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
