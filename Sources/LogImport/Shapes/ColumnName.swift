import Files

/// The name of a column, and the zone that it says of its times: `TimeGenerated [UTC+01:00]`, `Time (UTC)`.
struct ColumnName {
    /// The name without the zone.
    let name: String
    /// The zone; nil where the name says nothing of it, ``RecordZone/unsaid`` where it says that times are local.
    let zone: RecordZone?

    init(_ text: String) {
        let trimmed = text.trimmingSpaces()[...]
        if let start = trimmed.lastIndex(of: "["), trimmed.hasSuffix("]"), start > trimmed.startIndex {
            name = String(trimmed[..<start]).trimmingSpaces()
            // Whatever else stands there is the name of a zone that is not known here.
            zone = Self.zone(trimmed[start...].dropFirst().dropLast()) ?? .unsaid
        } else if let start = trimmed.lastIndex(of: "("), trimmed.hasSuffix(")"), start > trimmed.startIndex,
            let zone = Self.zone(trimmed[start...].dropFirst().dropLast())
        {
            name = String(trimmed[..<start]).trimmingSpaces()
            self.zone = zone
        } else {
            name = String(trimmed)
            zone = nil
        }
    }

    /// The zone that some words mean: `UTC`, `UTC+01:00`, `GMT-5`, `+0530`, `Local Time`; nil for others.
    private static func zone(_ text: Substring) -> RecordZone? {
        var rest = text.uppercased().filter { $0 != " " }[...]
        if ["LOCAL", "LOCALTIME"].contains(rest) { return .unsaid }
        if rest == "Z" { return .utc }
        let isNamed = rest.hasPrefix("UTC") || rest.hasPrefix("GMT")
        if isNamed { rest = rest.dropFirst(3) }
        if rest.isEmpty { return isNamed ? .utc : nil }
        // A minus sign as word processors write it.
        guard let sign = rest.first, "+-−±".contains(sign) else { return nil }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }) else {
            return nil
        }
        var hours = parts[0], minutes = parts.count == 2 ? parts[1] : ""
        if parts.count == 1, hours.utf8.count > 2 { (hours, minutes) = (hours.dropLast(2), hours.suffix(2)) }
        guard (1...2).contains(hours.utf8.count), [0, 2].contains(minutes.utf8.count), let hours = Int32(hours),
            hours <= 18, let minutes = Int32(minutes.isEmpty ? "0" : minutes), minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return .ahead(seconds: sign == "-" || sign == "−" ? -seconds : seconds)
    }
}
