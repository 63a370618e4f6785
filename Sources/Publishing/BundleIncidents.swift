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
    /// The training accesses, by the indices of the model's matrix.
    package let history: AccessLog
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
    ///   - model: learned from all of these.
    ///   - fit: learns from some of them, with the same settings.
    /// - Throws: `NoIncidents` where there is nothing to learn from; `CancellationError`; what fitting and scoring throw.
    package init(
        _ detector: IncidentDetector, of rows: [Int], in log: AccessLog, model: FittedModel,
        isCancelled: @escaping @Sendable () -> Bool, fit: (InteractionMatrix) throws -> FittedModel
    ) throws {
        guard !rows.isEmpty, !rows.contains(where: { log.microseconds[$0] == AccessLog.untimed }) else {
            throw NoIncidents("the data have no time")
        }
        let history = AccessLog(rows, of: log, by: model.matrix)
        func day(_ row: Int) -> Int { Timestamp(microseconds: history.microseconds[row]).dayNumber }
        let days = (0..<history.count).map(day)
        guard let first = days.min(), let last = days.max(), first < last else {
            throw NoIncidents("there is one day to learn from, and signals need two")
        }
        let calibration = IncidentDetector.calibrationDays(of: first..<last + 1)
        let all = history.rows(ofTenants: model.matrix)
        let measured = model.matrix.tenants.indices.filter { tenant in
            all[tenant].contains { days[$0] < calibration.lowerBound }
        }
        let early = measured.map { tenant in all[tenant].filter { days[$0] < calibration.lowerBound } }
        guard !measured.isEmpty else { throw NoIncidents("no account is active on several days") }
        let earlyModel: FittedModel
        do {
            earlyModel = try fit(InteractionMatrix(counting: early.flatMap(\.self).sorted(), of: history))
        } catch let error as DetectorError where !error.isTimeout {
            throw NoIncidents("the detector learns nothing of the days before the last quarter: \(error)")
        }
        self.detector = detector
        self.history = history
        do {
            tenants = try zip(measured, early).map { tenant, early in
                let first = SignalHistory(
                    of: early, in: history, score: earlyModel.signalScore(of: history, isCancelled),
                    isCancelled: isCancelled)
                let whole = SignalHistory(
                    of: all[tenant], in: history, score: model.signalScore(of: history, isCancelled),
                    isCancelled: isCancelled)
                let later = Activity(
                    AccountWindows(of: all[tenant].filter { days[$0] >= calibration.lowerBound }, in: history),
                    after: first.known)
                return Tenant(
                    name: model.matrix.tenants[tenant].name,
                    model: try detector.fit(early: first, later: later, whole: whole), history: whole)
            }
        } catch let error as StatisticsError {
            throw NoIncidents("signals learn nothing of these days: \(error)")
        }
    }

    /// What was learned before.
    ///
    /// - Parameter samples: by the name of the tenant.
    /// - Throws: `StatisticsError` for evidence that is not finite; `CancellationError`.
    init(
        _ detector: IncidentDetector, restoring samples: [String: CalibrationSample], after history: AccessLog,
        model: FittedModel, isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        let all = history.rows(ofTenants: model.matrix)
        self.detector = detector
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

    /// The last day of training (UTC) since 1970-01-01.
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

    /// The indices of the accesses of each tenant of a matrix, of which the log has the vocabularies.
    fileprivate func rows(ofTenants matrix: InteractionMatrix) -> [[Int]] {
        var ofUser = [Int](repeating: 0, count: matrix.users.count)
        for (index, tenant) in matrix.tenants.enumerated() { for user in tenant.users { ofUser[user] = index } }
        var rows = [[Int]](repeating: [], count: matrix.tenants.count)
        for row in 0..<count { rows[ofUser[Int(user[row])]].append(row) }
        return rows
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
