import AccessLogs
import ContractTesting
import Detectors
import Files
import Foundation
import Incidents
import Interactions
import Publishing
import Statistics
import Testing
import TestSupport

@Suite("What a bundle knows of incidents")
struct BundleIncidentsTests {
    let folder = TemporaryFolder()

    private static let detector = IncidentDetector.standard(.standard, .standard)

    /// A bundle of all but the last week of a simulated office.
    private func bundle(_ office: Office, incidents: IncidentDetector? = detector) throws -> ModelBundle {
        try folder.bundle(of: office.past, budgets: [1, 2], incidents: incidents)
    }

    private func incidents(of bundle: ModelBundle) throws -> BundleIncidents? {
        try bundle.incidents(signals: .standard, combinations: .standard)
    }

    @Test("finds the same incidents to the last bit as the one that was written")
    func roundTrip() throws {
        let office = try Office(), bundle = try bundle(office)
        try bundle.write(to: folder["b"], replacing: false)
        let before = try #require(try incidents(of: bundle)),
            after = try #require(try incidents(of: folder.openBundle()))
        #expect(after.lastDay == before.lastDay)
        // Names are sorted in a matrix, so that the week has other indices there.
        let matrix = bundle.model.matrix
        let week = office.week.compactMap { access -> AccountWindows.Access? in
            guard let user = matrix.users.index(of: office.log.users[Int(access.user)]),
                let resource = matrix.resources.index(of: office.log.resources[Int(access.resource)])
            else { return nil }
            return AccountWindows.Access(user: user, resource: resource, microseconds: access.microseconds)
        }
        func found(_ incidents: BundleIncidents) throws -> [Incident] {
            let tenant = try #require(incidents.tenants.first)
            return try tenant.model.incidents(
                of: Activity(AccountWindows(week), after: tenant.history.known), joiningTraining: true)
        }
        #expect(try found(before) == found(after))
        #expect(try found(before).contains { $0.evidence > 1 })
        #expect(before.benign.threshold(allowing: 1) == after.benign.threshold(allowing: 1))
    }

    @Test("promises a higher threshold for fewer alerts, and says how many are to be expected in a week")
    func promises() throws {
        let manifest = try bundle(Office()).manifest
        let points = try #require(manifest.incidents?.operatingPoints)
        #expect(points.map(\.alertBudget) == [1, 2])
        #expect(points[0].evidence > points[1].evidence)
        #expect(points.allSatisfy { $0.isReached && $0.least <= $0.most })
        #expect((points[1].least...points[1].most).contains(14))
    }

    @Test("is nothing where the data have no time, and where it is not asked for")
    func none() throws {
        let untimed = try folder.bundle(of: .departments(isTimed: false), incidents: Self.detector)
        #expect(try untimed.manifest.incidents == nil && incidents(of: untimed) == nil)
        try untimed.write(to: folder["b"], replacing: false)
        #expect(try incidents(of: folder.openBundle()) == nil)
        #expect(try incidents(of: bundle(Office(), incidents: nil)) == nil)
    }

    @Test(
        "is refused where it is damaged, also with digests that fit",
        arguments: [
            ("user", Tensor(.int32([-1]))), ("resource", Tensor(.int32([1 << 20]))),
            ("time_microseconds", Tensor(.int64([.max]))), ("0.window_user", Tensor(.int32([80_000]))),
            ("0.window_day", Tensor(.int64([.min]))), ("0.evidence", Tensor(.float64([.nan]))),
            ("0.choice_weights", Tensor(.float64([.infinity]))), ("0.choice_mixture", Tensor(.float64([0]))),
            ("0.pair_evidence", Tensor(.float64([.nan]))),
        ])
    func damage(name: String, element: Tensor) throws {
        try bundle(Office()).write(to: folder["b"], replacing: false)
        let url = folder["b"].appendingPathComponent("incidents.safetensors")
        var file = try TensorFile(contentsOf: url)
        let old = try #require(file.tensors[name])
        file.tensors[name] = Tensor(shape: old.shape, try #require(old.elements.replacingFirst(by: element.elements)))
        try file.write(to: url)
        let sums = folder["b"].appendingPathComponent("SHA256SUMS")
        let lines = try String(contentsOf: sums, encoding: .utf8).split(separator: "\n").map { line in
            line.hasSuffix("incidents.safetensors")
                ? "\(try FileDigest.sha256(of: url))  incidents.safetensors" : String(line)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: sums)
        #expect(throws: FileError.self) { try incidents(of: folder.openBundle()) }
    }

    @Test("is covered by the bundle's digests")
    func digest() throws {
        try bundle(Office()).write(to: folder["b"], replacing: false)
        let url = folder["b"].appendingPathComponent("incidents.safetensors")
        var data = try Data(contentsOf: url)
        data[data.count - 1] ^= 1
        try data.write(to: url)
        #expect(throws: FileError.self) { try folder.openBundle() }
    }
}

extension Office {
    /// The accesses before the last week.
    fileprivate var past: AccessLog {
        var past = AccessLog()
        for row in 0..<log.count
        where history.days.contains(Timestamp(microseconds: log.microseconds[row]).dayNumber) {
            let user = log.users[Int(log.user[row])], resource = log.resources[Int(log.resource[row])]
            past.append(
                AccessEvent(
                    tenant: user.tenant, user: AccountIdentity(name: user.name),
                    resource: ResourceIdentity(name: resource.name), time: log.time(of: row)))
        }
        return past
    }
}

extension Tensor.Elements {
    /// The same with another first element; nil for another type, or without elements.
    fileprivate func replacingFirst(by other: Tensor.Elements) -> Tensor.Elements? {
        switch (self, other) {
        case (.int32(var array), .int32(let new)) where !array.isEmpty:
            array[0] = new[0]
            return .int32(array)
        case (.int64(var array), .int64(let new)) where !array.isEmpty:
            array[0] = new[0]
            return .int64(array)
        case (.float64(var array), .float64(let new)) where !array.isEmpty:
            array[0] = new[0]
            return .float64(array)
        default: return nil
        }
    }
}
