package import AccessLogs
package import Detectors
package import Incidents
package import Interactions
import Statistics

/// What a bundle knows of incidents: which windows of accounts are usual, tenant by tenant, and how many incidents exceed
/// some evidence on a day.
package struct BundleIncidents: Sendable {
    /// The signals and the rule that combines them.
    package let detector: IncidentDetector
    /// The zone in which days begin.
    package let zone: LocalZone
    /// The training accesses of the days that count, by the indices of the model's matrix, with times of the zone's clocks.
    package let history: AccessLog
    /// What nothing was learned from; nil where that is nothing, or not known of an older bundle.
    package let leftOut: LeftOut?
    /// Those that could learn from their accesses, by name.
    package let tenants: [Tenant]

    /// What is known of a tenant.
    package struct Tenant: Sendable {
        package let name: String
        package let model: IncidentModel
        /// Its training accesses.
        package let history: SignalHistory
    }

    /// Learns from accesses with times.
    ///
    /// - Parameters:
    ///   - rows: indices of the log's accesses that the model learned from.
    ///   - zone: in which days begin.
    ///   - model: learned from all of these.
    ///   - fit: learns from some of them, with the same settings.
    /// - Throws: `NoIncidents` where there is nothing to learn from; `CancellationError`; what fitting and scoring throw.
    package init(
        _ detector: IncidentDetector, of rows: [Int], in log: AccessLog, zone: LocalZone = .utc, model: FittedModel,
        isCancelled: @escaping @Sendable () -> Bool, fit: (InteractionMatrix) throws -> FittedModel
    ) throws {
        let accesses = AccessLog(rows, of: log, by: model.matrix).onWallClock(of: zone)
        let tenantOfUser = model.matrix.tenantOfUser
        let division = try TrainingDivision(
            of: Array(0..<accesses.count), in: accesses, tenants: model.matrix.tenants.map(\.name)
        ) { tenantOfUser[Int(accesses.user[$0])] }
        let measured = division.measured
        guard !measured.isEmpty else { throw division.nothingLeft }
        let earlyModel: FittedModel
        do {
            let early = measured.flatMap { division.tenants[$0].early }.sorted()
            earlyModel = try fit(InteractionMatrix(counting: early, of: accesses))
        } catch let error as DetectorError where !error.isTimeout {
            throw NoIncidents("the detector learns nothing of the days before the last quarter: \(error)")
        }
        self.detector = detector
        self.zone = zone
        leftOut = division.leftOut.isEmpty ? nil : division.leftOut
        // A bundle that is opened has to know the same days as training.
        history = accesses.keeping(division.tenants.flatMap(\.whole).sorted())
        do {
            tenants = try measured.map { tenant in
                let rows = division.tenants[tenant]
                let early = SignalHistory(
                    of: rows.early, in: accesses, score: earlyModel.signalScore(of: accesses, isCancelled),
                    isCancelled: isCancelled)
                let whole = SignalHistory(
                    of: rows.whole, in: accesses, score: model.signalScore(of: accesses, isCancelled),
                    isCancelled: isCancelled)
                let later = Activity(AccountWindows(of: rows.later, in: accesses), after: early.known)
                return Tenant(
                    name: model.matrix.tenants[tenant].name,
                    model: try detector.fit(early: early, later: later, whole: whole), history: whole)
            }
        } catch let error as StatisticsError {
            throw NoIncidents("signals learn nothing of these days: \(error)")
        }
    }

    /// What was learned before.
    ///
    /// - Parameters:
    ///   - samples: by the name of the tenant.
    ///   - leftOut: what nothing was learned from, where it is known.
    ///   - history: with times of the zone's clocks.
    /// - Throws: `StatisticsError` for evidence that is not finite; `CancellationError`.
    init(
        _ detector: IncidentDetector, restoring samples: [String: CalibrationSample], leftOut: LeftOut?,
        after history: AccessLog, zone: LocalZone, model: FittedModel, isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        var all = [[Int]](repeating: [], count: model.matrix.tenants.count)
        let tenantOfUser = model.matrix.tenantOfUser
        for row in 0..<history.count { all[tenantOfUser[Int(history.user[row])]].append(row) }
        self.detector = detector
        self.leftOut = leftOut
        self.zone = zone
        self.history = history
        tenants = try model.matrix.tenants.indices.compactMap { tenant in
            let name = model.matrix.tenants[tenant].name
            guard let sample = samples[name] else { return nil }
            let whole = SignalHistory(
                of: all[tenant], in: history, score: model.signalScore(of: history, isCancelled),
                isCancelled: isCancelled)
            return Tenant(
                name: name, model: try IncidentModel(detector, restoring: sample, after: whole), history: whole)
        }
    }

    /// The incidents of the days at the end of training, in which nothing is known to be wrong.
    package var benign: RecentIncidents {
        var benign = RecentIncidents(days: [])
        for tenant in tenants { benign.add(tenant.model.benign) }
        return benign
    }

    /// The last day of training that counts, since 1970-01-01.
    package var lastDay: Int { Timestamp(microseconds: history.microseconds.max() ?? 0).dayNumber }
}

extension AccessLog {
    /// Accesses of a log by the vocabularies of a matrix; those that the matrix does not have are left out.
    fileprivate init(_ rows: [Int], of log: AccessLog, by matrix: InteractionMatrix) {
        let pairs = matrix.indices(of: log).pairs(rows.lazy.map { (user: log.user[$0], resource: log.resource[$0]) })
        self.init(users: matrix.users, resources: matrix.resources)
        append(
            contentsOf: rows.indices.compactMap { index in
                guard pairs.users[index] >= 0, pairs.resources[index] >= 0 else { return nil }
                return Row(
                    user: pairs.users[index], resource: pairs.resources[index],
                    microseconds: log.microseconds[rows[index]], weight: 1, outcome: .unknown)
            })
    }

    /// A log without accesses, of which the names are known.
    package init(users: Vocabulary, resources: Vocabulary) {
        self.init(
            users: users, resources: resources, userSIDs: Array(repeating: nil, count: users.count), user: [],
            resource: [], microseconds: [], weight: [], outcome: [])
    }

    /// Some of the accesses, with all names.
    fileprivate func keeping(_ rows: [Int]) -> AccessLog {
        guard rows.count < count else { return self }
        var kept = AccessLog(users: users, resources: resources)
        kept.append(
            contentsOf: rows.map {
                Row(
                    user: user[$0], resource: resource[$0], microseconds: microseconds[$0], weight: weight[$0],
                    outcome: outcome[$0])
            })
        return kept
    }
}

extension InteractionMatrix {
    /// The index of the tenant of each user.
    var tenantOfUser: [Int] {
        var indices = [Int](repeating: 0, count: users.count)
        for (index, tenant) in tenants.enumerated() { for user in tenant.users { indices[user] = index } }
        return indices
    }
}

extension FittedModel {
    /// Scores pairs of a log as signals ask for them.
    fileprivate func signalScore(
        of log: AccessLog, _ isCancelled: @escaping @Sendable () -> Bool
    ) -> SignalHistory.Score {
        let indices = matrix.indices(of: log)
        return { user, resources in
            try scores(of: indices.pairs(of: user, with: resources), isCancelled: isCancelled).map(\.value)
        }
    }
}
