import AccessLogs
import Detectors
import Files
import Incidents
import Interactions
import Statistics

extension BundleIncidents {
    /// The training accesses, and what signals said of the calibration windows of each tenant.
    func tensorFile(of matrix: InteractionMatrix) -> TensorFile {
        var file = TensorFile([
            "user": Tensor(.int32(history.user)),
            "resource": Tensor(.int32(history.resource)),
            "time_microseconds": Tensor(.int64(history.microseconds)),
        ])
        for (index, tenant) in matrix.tenants.enumerated() {
            guard let known = tenants.first(where: { $0.name == tenant.name }) else { continue }
            let sample = known.model.sample
            func set(_ name: String, _ tensor: Tensor) { file.tensors[Self.name(name, index)] = tensor }
            set("window_user", Tensor(.int32(sample.windows.map(\.user))))
            set("window_day", Tensor(.int64(sample.windows.map { Int64($0.day) })))
            set(
                "evidence",
                Tensor(shape: [sample.evidence.count, sample.windows.count], .float64(sample.evidence.flatMap(\.self))))
            guard let pairs = sample.pairs else { continue }
            set("pair_evidence", Tensor(.float64(pairs.benign)))
            set("choice_weights", Tensor(.float64(pairs.choice.weights)))
            set("choice_mixture", Tensor(.float64(pairs.choice.mixture.numbers)))
        }
        return file
    }

    /// Reads what was kept, trusting nothing in it.
    ///
    /// - Parameters:
    ///   - leftOut: what the manifest says of it.
    ///   - zone: likewise.
    /// - Throws: `FileError` where it is damaged; `CancellationError`.
    init(
        _ detector: IncidentDetector, _ file: TensorFile, leftOut: LeftOut?, zone: LocalZone,
        model: FittedModel,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        let matrix = model.matrix
        let user = try file.int32("user"), resource = try file.int32("resource", count: user.count)
        let times = try file.int64("time_microseconds", count: user.count)
        let tenantOfUser = matrix.tenantOfUser
        var tenantOfResource = [Int](repeating: 0, count: matrix.resources.count)
        for (index, tenant) in matrix.tenants.enumerated() {
            for resource in tenant.resources { tenantOfResource[resource] = index }
        }
        let valid = Timestamp.range.lowerBound.microseconds...Timestamp.range.upperBound.microseconds
        let isWhole = user.indices.allSatisfy { row in
            tenantOfUser.indices.contains(Int(user[row])) && tenantOfResource.indices.contains(Int(resource[row]))
                && tenantOfUser[Int(user[row])] == tenantOfResource[Int(resource[row])]
                && valid.contains(times[row])
        }
        guard isWhole, let first = times.min(), let last = times.max() else { throw Self.damage }
        let days =
            Timestamp(microseconds: first).dayNumber...Timestamp(microseconds: last).dayNumber
        var history = AccessLog(users: matrix.users, resources: matrix.resources)
        history.append(
            contentsOf: user.indices.map {
                AccessLog.Row(
                    user: user[$0], resource: resource[$0], microseconds: times[$0], weight: 1, outcome: .unknown)
            })
        var samples: [String: CalibrationSample] = [:]
        for (index, tenant) in matrix.tenants.enumerated()
        where file.tensors[Self.name("window_user", index)] != nil {
            let sample = try Self.sample(index, signals: detector.signals.count, file)
            let isOwn = sample.windows.allSatisfy { tenant.users.contains(Int($0.user)) && days.contains($0.day) }
            let isSorted = zip(sample.windows, sample.windows.dropFirst()).allSatisfy { $0.day <= $1.day }
            guard isOwn, isSorted else { throw Self.damage }
            samples[tenant.name] = sample
        }
        guard !samples.isEmpty else { throw Self.damage }
        do {
            try self.init(
                detector, restoring: samples, leftOut: leftOut, after: history, zone: zone, model: model,
                isCancelled: isCancelled)
        } catch is StatisticsError {
            throw Self.damage
        }
    }

    private static func sample(_ index: Int, signals: Int, _ file: TensorFile) throws(FileError) -> CalibrationSample {
        let users = try file.int32(name("window_user", index))
        let days = try file.int64(name("window_day", index), count: users.count)
        let evidence = try file.float64(name("evidence", index), count: signals * users.count)
        let possible = 0.0...300.0
        guard evidence.allSatisfy(possible.contains) else { throw damage }
        var pairs: PairSurprise.Learned?
        if file.tensors[name("pair_evidence", index)] != nil {
            let benign = try file.float64(name("pair_evidence", index))
            let choice = ResourceChoice.Learned(
                weights: try file.float64(name("choice_weights", index)),
                mixture: try file.float64(name("choice_mixture", index)))
            guard let choice, benign.allSatisfy(\.isFinite) else { throw damage }
            pairs = PairSurprise.Learned(choice: choice, benign: benign)
        }
        return CalibrationSample(
            windows: zip(users, days).map { CalibrationSample.Window(user: $0, day: Int(clamping: $1)) },
            evidence: (0..<signals).map { Array(evidence[$0 * users.count..<($0 + 1) * users.count]) }, pairs: pairs)
    }

    /// The name of a tensor of a tenant, by its index in the matrix.
    private static func name(_ name: String, _ tenant: Int) -> String { "\(tenant).\(name)" }

    private static let damage = FileError("what the bundle knows of incidents is damaged; get the bundle again")
}
