import AccessLogs
import Statistics

/// What signals learned nothing from although it is training, and why.
package struct LeftOut: Hashable, Sendable, Codable {
    /// The accesses without a time.
    package var untimed: Int
    /// The accesses of stray days, as ``TrainingDivision`` says what these are.
    package var stray: Int
    /// The first of these days, ISO 8601.
    package var strayDays: [String]
    /// The tenants of which no incidents are known, by reason.
    package var tenants: [Tenants]

    /// The tenants that are left out for one reason.
    package struct Tenants: Hashable, Sendable, Codable {
        package let reason: Reason
        package let count: Int
        /// The first names, in the order of the tenants.
        package let names: [String]

        /// The tenants with their reason in words.
        fileprivate var words: String {
            let left = count - names.count
            return "\(Number.counted(count, "tenant")) \(reason.words): \(names.joined(separator: ", "))"
                + (left > 0 ? " and \(Number.grouped(left)) more" : "")
        }
    }

    /// Why a tenant is left out.
    package enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
        /// None of its accesses has a time, or all are of stray days.
        case noDays = "no-days"
        /// It has too few windows before the last quarter of the days: nobody can tell what is usual there.
        case tooNew = "too-new"
        /// It has too few windows in the last quarter of the days: nobody can tell what evidence is worth there.
        case tooSilent = "too-silent"

        fileprivate var words: String {
            switch self {
            case .noDays: "without an access on the days of training"
            case .tooNew: "with too little before the last quarter of the days"
            case .tooSilent: "with too little in the last quarter of the days"
            }
        }
    }

    /// The most names and days that are kept.
    private static let mostNames = 10

    /// - Parameters:
    ///   - strayDays: days (UTC) since 1970-01-01, ascending.
    ///   - tenants: the names of the tenants that are left out, with their reasons.
    init(untimed: Int, stray: Int, strayDays: [Int], tenants: [(name: String, reason: Reason)]) {
        self.untimed = untimed
        self.stray = stray
        self.strayDays = strayDays.prefix(Self.mostNames).map(Self.date)
        self.tenants = Reason.allCases.compactMap { reason in
            let names = tenants.filter { $0.reason == reason }.map(\.name)
            guard !names.isEmpty else { return nil }
            return Tenants(reason: reason, count: names.count, names: Array(names.prefix(Self.mostNames)))
        }
    }

    /// Whether signals learned from everything.
    package var isEmpty: Bool { untimed == 0 && stray == 0 && tenants.isEmpty }

    /// What is left out, a sentence each, without full stops.
    package var sentences: [String] {
        [accesses.map { "incidents are learned without \($0)" }].compactMap(\.self)
            + (tenantWords.map { ["no incidents are known of \($0)"] } ?? [])
    }

    /// The accesses that are left out; nil where there are none.
    var accesses: String? {
        var parts: [String] = []
        if untimed > 0 { parts.append("\(Number.counted(untimed, "access", "accesses")) without a time") }
        if stray > 0 {
            parts.append(
                "\(Number.counted(stray, "access", "accesses")) of days far from all others "
                    + "(\(strayDays.joined(separator: ", ")); is a clock wrong?)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }

    /// The tenants that are left out, with their reasons; nil where there are none.
    package var tenantWords: String? {
        tenants.isEmpty ? nil : tenants.map(\.words).joined(separator: "; ")
    }

    /// A day as people write it: `2026-01-05`.
    static func date(_ day: Int) -> String {
        String(Timestamp(microseconds: Int64(day) * Timestamp.day).description.prefix { $0 != "T" })
    }

    private enum CodingKeys: String, CodingKey {
        case untimed, stray, tenants
        case strayDays = "stray_days"
    }
}
