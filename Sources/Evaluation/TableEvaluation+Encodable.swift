import AccessLogs
import Statistics

/// For other programs. Files keep the key `figures` for measurements.
extension TableEvaluation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case files, comparisons, level, significanceLevel, correctedTests
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(files, forKey: .files)
        try container.encode(comparisons, forKey: .comparisons)
        try container.encode(level, forKey: .level)
        try container.encode(1 - level, forKey: .significanceLevel)
        if !comparisons.isEmpty { try container.encode(correctedTests, forKey: .correctedTests) }
    }
}

extension TableEvaluation.File: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name = "file"
        case measurements = "figures"
        case rows, injected, injectedFraction, unscored, firstDay, lastDay, days, columns, warnings, attainable, random
    }

    /// The window is given by its first and last day, both included; it is left out where some row has no time.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(rows, forKey: .rows)
        try container.encode(injected, forKey: .injected)
        try container.encodeIfPresent(injectedFraction, forKey: .injectedFraction)
        try container.encode(unscored, forKey: .unscored)
        try container.encodeIfPresent(firstDay, forKey: .firstDay)
        try container.encodeIfPresent(lastDay, forKey: .lastDay)
        try container.encodeIfPresent(days?.count, forKey: .days)
        try container.encode(columns, forKey: .columns)
        try container.encode(measurements, forKey: .measurements)
        if !attainable.isEmpty { try container.encode(attainable, forKey: .attainable) }
        if !random.isEmpty { try container.encode(random, forKey: .random) }
        if !warnings.isEmpty { try container.encode(warnings, forKey: .warnings) }
    }

    /// The fraction of injected rows, on which precision and average precision depend; nil without rows.
    package var injectedFraction: Double? { rows > 0 ? Double(injected) / Double(rows) : nil }

    /// The dates of the window's first and last day: `2026-01-14`; nil where some row has no time.
    package var firstDay: String? { days.map { Self.date(ofDay: $0.lowerBound) } }
    package var lastDay: String? { days.map { Self.date(ofDay: $0.upperBound - 1) } }

    /// The date of a day (UTC) since 1970-01-01.
    private static func date(ofDay day: Int) -> String {
        String(Timestamp(microseconds: Int64(day) * Timestamp.day).description.prefix { $0 != "T" })
    }
}

extension TableEvaluation.Difference: Encodable {
    private enum CodingKeys: String, CodingKey {
        case metric, difference, undefined, equivalence
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        switch estimate {
        case .success(let estimate): try container.encode(estimate, forKey: .difference)
        case .failure(let reason): try container.encode(reason.description, forKey: .undefined)
        }
        try container.encodeIfPresent(equivalence, forKey: .equivalence)
    }
}

extension TableEvaluation.Test: Encodable {
    private enum CodingKeys: String, CodingKey {
        case metric, test, difference, statistic, pValue, correctedPValue, significant, refused
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        try container.encodeIfPresent(difference, forKey: .difference)
        try container.encodeIfPresent(correctedPValue, forKey: .correctedPValue)
        try container.encode(isSignificant, forKey: .significant)
        switch outcome {
        case .performed(let result):
            try container.encode(result.method, forKey: .test)
            try container.encode(result.statistic, forKey: .statistic)
            try container.encode(result.pValue, forKey: .pValue)
        case .refused(let reason):
            try container.encode(name, forKey: .test)
            try container.encode(reason, forKey: .refused)
        }
    }
}
