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
        var data = try format.begin()
        for event in events { data += try format.line(event) }
        return try data + format.end()
    }

    private static let names = ["alice", "a,b", "say \"hi\"", "Zoë", "a\u{1B}[31m", "line\nend", "\u{202E}evil", ""]

    private static func event(user: String, score: Double) -> ScoredEvent {
        ScoredEvent(
            access: AccessEvent(
                user: AccountIdentity(name: user), resource: ResourceIdentity(name: "\\\\fs01\\finance")),
            score: .scored(score))
    }
}
