import AccessLogs
import Foundation
import Interactions
public import Operations
import Testing

/// What every format of alerts promises.
public struct AlertFormatContract {
    private let type: any AlertFormat.Type

    /// - Parameter type: the format to be checked.
    public init(_ type: any AlertFormat.Type) {
        self.type = type
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: what the format throws.
    public func check() throws {
        checkDescription()
        try checkRepetition()
        try checkNames()
        try checkIncidents()
    }

    private func checkDescription() {
        #expect(type.id.isKebabCase, "\(type.id)")
        #expect(!type.summary.isEmpty, "\(type.id) has no summary")
    }

    /// The same accesses give the same bytes, and no access is lost or joined with another.
    private func checkRepetition() throws {
        let events = Self.names.enumerated().map { Self.event(user: $1, score: Double($0)) }
        let written = try written(events)
        #expect(try self.written(events) == written, "\(type.id) writes the same accesses differently")
        #expect(try self.written([]).count < written.count, "\(type.id) writes nothing of an access")
        for prefix in events.indices {
            #expect(
                try self.written(Array(events[..<prefix])).count < written.count,
                "\(type.id) writes as much of \(prefix) accesses as of \(events.count)")
        }
    }

    /// Names cannot change what a terminal shows, nor end a line.
    private func checkNames() throws {
        for name in Self.names {
            let bytes = try written([Self.event(user: name, score: 1)])
            #expect(!bytes.contains(0x1B), "\(type.id) writes an escape of the name \(name.debugDescription)")
            #expect(String(validating: bytes, as: UTF8.self) != nil, "\(type.id) writes what is no UTF-8")
        }
        guard type.hasSpreadsheetCells else { return }
        let formula = "=1+1", plain = Self.event(user: formula, score: 1)
        #expect(try written([plain], isSpreadsheetSafe: true) != written([plain]), "\(type.id) writes a formula")
    }

    private func written(_ events: [ScoredEvent], isSpreadsheetSafe: Bool = false) throws -> Data {
        var format = type.init(isSpreadsheetSafe: isSpreadsheetSafe)
        var data = try format.begin(.pairs)
        for event in events { data += try format.line(event) }
        return try data + format.end()
    }

    /// Incidents keep the same promises.
    private func checkIncidents() throws {
        func written(_ names: [String], isSpreadsheetSafe: Bool = false) throws -> Data {
            var format = type.init(isSpreadsheetSafe: isSpreadsheetSafe)
            var data = try format.begin(.incidents)
            for name in names { data += try format.line(Self.incident(user: name)) }
            return try data + format.end()
        }
        let all = try written(Self.names)
        #expect(try written(Self.names) == all, "\(type.id) writes the same incidents differently")
        for prefix in Self.names.indices {
            let some = try written(Array(Self.names[..<prefix]))
            #expect(some.count < all.count, "\(type.id) writes as much of \(prefix) incidents as of all")
        }
        for name in Self.names {
            let bytes = try written([name])
            #expect(!bytes.contains(0x1B), "\(type.id) writes an escape of the name \(name.debugDescription)")
            #expect(String(validating: bytes, as: UTF8.self) != nil, "\(type.id) writes what is no UTF-8")
        }
        guard type.hasSpreadsheetCells else { return }
        #expect(try written(["=1+1"], isSpreadsheetSafe: true) != written(["=1+1"]), "\(type.id) writes a formula")
    }

    private static func incident(user: String) -> IncidentAlert {
        let start = Timestamp(microseconds: 20_000 * Timestamp.day)
        return IncidentAlert(
            tenant: "corp", user: user, sid: nil, day: "2024-10-04", start: start,
            end: Timestamp(microseconds: start.microseconds + Timestamp.day), evidence: 3.5, threshold: 2,
            alertsPerDay: 10, isUserKnown: true, accesses: 4, resources: 2,
            newResources: [IncidentAlert.NewResource(name: user, time: start, isKnown: false)],
            signals: [
                IncidentAlert.SignalReason(
                    signal: "novelty-rate", evidence: 3, words: "1 new resource", numbers: ["new_resources": 1])
            ], peers: nil, laterDays: [])
    }

    private static let names = ["alice", "a,b", "say \"hi\"", "Zoë", "a\u{1B}[31m", "line\nend", "\u{202E}evil", ""]

    private static func event(user: String, score: Double) -> ScoredEvent {
        ScoredEvent(
            access: AccessEvent(
                user: AccountIdentity(name: user), resource: ResourceIdentity(name: "\\\\fs01\\finance")),
            score: .scored(score))
    }
}
