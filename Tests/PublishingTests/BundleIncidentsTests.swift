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

    @Test("knows the days that count, whatever a wrong clock says, and has what it left out in the manifest")
    func wrongClocks() throws {
        let office = try Office(), honest = try bundle(office),
            strange = try folder.bundle(
                of: office.past.adding([
                    Timestamp(iso8601: "1601-01-01T00:00:00Z"), Timestamp(iso8601: "2106-02-07T06:28:15Z"), nil,
                ]), budgets: [1, 2], incidents: Self.detector)
        let before = try #require(try incidents(of: honest)), after = try #require(try incidents(of: strange))
        #expect(after.lastDay == before.lastDay)
        let samples = [before, after].map { $0.tenants.map(\.model.sample.windows.count) }
        #expect(samples[0] == samples[1])
        #expect(try #require(strange.manifest.incidents).operatingPoints.allSatisfy { $0.isReached && $0.least > 0 })
        let left = try #require(strange.manifest.incidents?.leftOut)
        #expect((left.untimed, left.stray) == (1, 2))
        #expect(left.strayDays == ["1601-01-01", "2106-02-07"])
        #expect(honest.manifest.incidents?.leftOut == nil)
        try strange.write(to: folder["b"], replacing: false)
        let opened = try folder.openBundle(), known = try #require(try incidents(of: opened))
        #expect(opened.manifest.incidents?.leftOut == left && known.leftOut == left)
        #expect(known.lastDay == before.lastDay && known.history.count == before.history.count)
        #expect(try folder.text(of: "b/MODEL_CARD.md").contains("1 access without a time"))
    }

    @Test("leaves out tenants with nothing in the last quarter, or nothing before it, and names them")
    func tenants() throws {
        let office = try Office()
        func part(_ tenant: String, _ days: Range<Int>) -> AccessLog { .departments(of: tenant, days: days) }
        let start = office.history.days.lowerBound - 20_458, end = office.history.days.upperBound - 20_458
        let bundle = try folder.bundle(
            of: office.past.adding(part("silent", start..<start + 10)).adding(part("new", end - 4..<end)),
            budgets: [1, 2], incidents: Self.detector)
        let known = try #require(try incidents(of: bundle)), left = try #require(known.leftOut)
        #expect(known.tenants.count == 1 && known.tenants.allSatisfy { !["silent", "new"].contains($0.name) })
        #expect(left.tenants.map(\.names) == [["new"], ["silent"]])
        #expect(left.tenants.map(\.reason) == [.tooNew, .tooSilent])
        // What the others promise is what they promise alone, as far as days and windows go.
        let alone = try #require(try incidents(of: self.bundle(office)))
        #expect(known.benign.days == alone.benign.days && known.lastDay == alone.lastDay)
    }

    @Test("says in the manifest why there are none, with the count")
    func reason() throws {
        let log = AccessLog.departments(isTimed: false)
        let bundle = try folder.bundle(of: log, incidents: Self.detector)
        #expect(bundle.manifest.noIncidents == "none of \(log.count) accesses has a time")
        try bundle.write(to: folder["b"], replacing: false)
        #expect(try folder.openBundle().manifest.noIncidents == bundle.manifest.noIncidents)
        #expect(try folder.text(of: "b/MODEL_CARD.md").contains("accesses has a time"))
        #expect(try folder.bundle(of: log).manifest.noIncidents == nil)
        #expect(try self.bundle(Office()).manifest.noIncidents == nil)
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

extension AccessLog {
    /// The same with further accesses of its first account.
    fileprivate func adding(_ times: [Timestamp?]) -> AccessLog {
        var log = self
        for time in times {
            log.append(
                AccessEvent(
                    tenant: users[0].tenant, user: AccountIdentity(name: users[0].name),
                    resource: ResourceIdentity(name: resources[0].name), time: time))
        }
        return log
    }

    /// The same with the accesses of another log.
    fileprivate func adding(_ other: AccessLog) -> AccessLog {
        var log = self
        for row in 0..<other.count {
            let user = other.users[Int(other.user[row])], resource = other.resources[Int(other.resource[row])]
            log.append(
                AccessEvent(
                    tenant: user.tenant, user: AccountIdentity(name: user.name),
                    resource: ResourceIdentity(name: resource.name), time: other.time(of: row)))
        }
        return log
    }

    /// Thirty users of a tenant on some days, counted from 2026-01-05.
    fileprivate static func departments(of tenant: String, days: Range<Int>) -> AccessLog {
        var log = AccessLog()
        for day in days {
            for user in 0..<30 {
                log.append(
                    AccessEvent(
                        tenant: tenant, user: AccountIdentity(name: "user\(user)"),
                        resource: ResourceIdentity(name: "share\((user + day) % 7)"), time: .day(day, seconds: user)))
            }
        }
        return log
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
