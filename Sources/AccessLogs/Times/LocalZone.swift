import Foundation

/// The zone of times that do not say theirs.
public struct LocalZone: Hashable, Sendable {
    /// The name or the offset as it was given: `Europe/Berlin`, `+02:00`.
    public let name: String
    private let zone: TimeZone

    /// A zone of the time-zone database, `UTC`, or an offset from UTC such as `+02:00`; `local` is this computer's.
    ///
    /// - Throws: ``ImportOptionError`` where there is no such zone.
    public init(name: String) throws {
        self.name = name
        if name == "local" {
            zone = TimeZone.current
        } else if let seconds = Self.offset(name) {
            zone = TimeZone(secondsFromGMT: seconds) ?? .gmt
        } else if let known = TimeZone(identifier: name) {
            zone = known
        } else {
            throw ImportOptionError(
                "there is no time zone \"\(name)\"; write one as Europe/Berlin, +02:00 or UTC.")
        }
    }

    /// The seconds by which the zone is ahead of UTC where its clocks show a time. Of a time that they show twice, the
    /// earlier one counts.
    ///
    /// - Parameter localSeconds: what the clocks show, as seconds since 1970 as if it were UTC.
    func offset(atLocal localSeconds: Int64) -> Int64 {
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        }
        // A day before and after, the offset is the old and the new one where it changes.
        let before = offset(localSeconds - 86_400), after = offset(localSeconds + 86_400)
        if offset(localSeconds - before) == before { return before }
        return offset(localSeconds - after) == after ? after : before
    }

    private static func offset(_ name: String) -> Int? {
        let isBehind = name.hasPrefix("-")
        guard isBehind || name.hasPrefix("+") else { return nil }
        let parts = name.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard parts.count <= 2, digits.utf8.count == 2 || digits.utf8.count == 4,
            digits.utf8.allSatisfy({ 48...57 ~= $0 }),
            let hours = Int(digits.prefix(2)),
            let minutes = Int(digits.dropFirst(2).isEmpty ? "0" : digits.dropFirst(2)),
            hours <= 18, minutes < 60
        else { return nil }
        return (isBehind ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension LocalZone: Codable {
    /// Reads a zone's name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(name: try container.decode(String.self))
        } catch let error as ImportOptionError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the zone's name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
