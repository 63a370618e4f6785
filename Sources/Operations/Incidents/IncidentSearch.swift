import AccessLogs
import Detectors
import Incidents
import Interactions
import Publishing

/// The incidents of one tenant in a log.
struct IncidentSearch {
    let tenant: BundleIncidents.Tenant
    let model: FittedModel
    /// With times of the zone's clocks.
    let log: AccessLog
    let zone: LocalZone
    let activity: Activity
    /// Of all windows, in their order.
    let incidents: [Incident]

    /// Some incidents as alerts.
    ///
    /// - Parameters:
    ///   - raised: indices of ``incidents``.
    ///   - thresholds: the evidence that alerts exceed, by day.
    /// - Throws: `CancellationError`; what scoring throws.
    func alerts(_ raised: [Int], thresholds: [Int: Double], alertsPerDay: Double?) throws -> [IncidentAlert] {
        guard !raised.isEmpty else { return [] }
        let findings = try tenant.model.findings(in: raised, of: activity), peers = PeerSearch(model, tenant)
        var alerts = zip(raised, findings).map { index, findings in
            alert(index, findings, peers, threshold: thresholds[incidents[index].window.day] ?? 0, alertsPerDay)
        }
        // What joins an earlier incident belongs to the last alert of its account.
        var ofUser: [Int32: Int] = [:]
        let alertOfWindow = Dictionary(uniqueKeysWithValues: zip(raised, alerts.indices))
        for (index, incident) in incidents.enumerated() {
            let user = incident.window.user
            if let alert = alertOfWindow[index] {
                ofUser[user] = alert
            } else if !incident.joinsEarlier {
                // An incident of its own that is not raised: what joins it is no part of the alert before.
                ofUser[user] = nil
            } else if let alert = ofUser[user] {
                alerts[alert].laterDays.append(
                    IncidentAlert.LaterDay(
                        day: Self.date(of: incident), evidence: incident.evidence,
                        accesses: incident.window.range.count))
            }
        }
        return alerts
    }

    /// The date of an incident's day, in the zone.
    private static func date(of incident: Incident) -> String {
        String(Timestamp(microseconds: Int64(incident.window.day) * Timestamp.day).description.prefix(10))
    }

    /// When a day begins.
    private func start(ofDay day: Int) -> Timestamp {
        Timestamp(microseconds: zone.instant(ofWallClock: Int64(day) * Timestamp.day))
    }

    private func alert(
        _ index: Int, _ findings: [Finding?], _ peers: PeerSearch, threshold: Double, _ alertsPerDay: Double?
    ) -> IncidentAlert {
        let incident = incidents[index], window = incident.window, user = Int(window.user)
        // The signal with the most to say of them has put them into an order.
        let order = incident.signals.indices.sorted { (incident.signals[$1], $0) < (incident.signals[$0], $1) }
        let new = window.range.filter { activity.isNew[$0] }
        let ranked = order.lazy.compactMap { findings[$0]?.accesses }.first { Set($0) == Set(new) } ?? new
        let signals = tenant.model.detector.signals
        let earlier =
            incident.joinsEarlier
            ? incidents[..<index].last { $0.window.user == window.user && !$0.joinsEarlier } : nil
        return IncidentAlert(
            tenant: tenant.name, user: log.users[user].name, sid: log.userSIDs[user],
            day: Self.date(of: incident), start: start(ofDay: window.day), end: start(ofDay: window.day + 1),
            evidence: incident.evidence,
            threshold: threshold, alertsPerDay: alertsPerDay, isUserKnown: user < model.matrix.users.count,
            accesses: window.range.count, resources: activity.resources[index],
            newResources: ranked.map { access in
                let access = activity.windows.accesses[access]
                return IncidentAlert.NewResource(
                    name: log.resources[Int(access.resource)].name,
                    time: Timestamp(microseconds: zone.instant(ofWallClock: access.microseconds)),
                    isKnown: Int(access.resource) < model.matrix.resources.count)
            },
            signals: order.map { signal in
                IncidentAlert.SignalReason(
                    signal: signals[signal].id, evidence: incident.signals[signal], words: findings[signal]?.words,
                    numbers: findings[signal]?.numbers ?? [:])
            },
            peers: user < model.matrix.users.count
                ? peers.facts(ofUser: user, new: new.map { activity.windows.accesses[$0].resource }) : nil,
            partOf: incident.joinsEarlier ? earlier.map { Self.date(of: $0) } ?? "training" : nil,
            laterDays: [])
    }
}
