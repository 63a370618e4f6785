import AccessLogs
package import Files
package import Interactions

/// Scored, labelled rows of any tool, from a file.
///
/// Columns: `score` (a number, higher is more anomalous; empty where the tool gave none) and `label` (1/0, true/false,
/// injected/benign, anomaly/normal); where present `user`, `resource`, `scenario`, `incident`, `tenant`, `time`,
/// `weight` (a number not below 0) and `case`, by which AccessLab says how it came to a score.
package struct ScoredTable: Sendable {
    /// The rows in the order of the file.
    package let cases: [ScoredCases.Case]
    /// What identifies each row where two files are compared: user, resource, scenario, attack and time.
    package let keys: [RowKey]
    package let scenarios: [String]
    package let tenants: [String]
    /// The names of users and resources by the numbers that cases have, each after its tenant and a NUL.
    package let users: [String]
    package let resources: [String]
    /// The columns that the file has.
    package let columns: Set<Column>
    /// The rows whose pair the model that scored them was trained on, by AccessLab's own column `case`.
    package let seen: Int
    /// The longest time that rows may span in days; more is taken for a mistake in some row's time.
    package static let longestWindow = 3_660

    package enum Column: String, CaseIterable, Hashable, Sendable {
        case score, label, user, resource, scenario, tenant, time, weight
        case attack = "incident"
        case scoreCase = "case"
    }

    /// A row without its score.
    package struct RowKey: Hashable, Sendable {
        package let text: String
        package let isInjected: Bool
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - encoding: that of a text which is neither UTF-8 nor UTF-16.
    ///   - progress: takes how far reading has come, at most ten times a second, and returns whether to continue.
    /// - Throws: `FileError` that names the file, the line and the field; `CancellationError`.
    package init(
        _ input: InputPath, encoding: TextEncoding = .utf8, progress: ((ReadingProgress) -> Bool)? = nil
    ) throws {
        var rows = Rows()
        var table = FieldTable(fields: Column.allCases.map(\.rawValue))
        table.limits.encoding = encoding
        try table.read(input, progress: progress) { present, location in
            for (column, isPresent) in zip(Column.allCases, present) where isPresent { rows.columns.insert(column) }
            for column in [Column.score, .label] where !rows.columns.contains(column) {
                throw FileError(
                    "there is no column '\(column.rawValue)'; needed are score and label, and of use are "
                        + "user, resource, scenario, incident, tenant, time and weight.", at: location)
            }
        } onRow: { row in
            try rows.append(row)
        }
        guard !rows.cases.isEmpty else {
            throw FileError("the file holds no row.", at: InputLocation(file: input.name))
        }
        try rows.checkSpan(in: input.name)
        cases = rows.cases
        keys = rows.keys
        scenarios = rows.scenarios.names
        tenants = rows.tenants.names
        users = rows.users.names
        resources = rows.resources.names
        seen = rows.seen
        columns = rows.columns.filter { $0 == .score || $0 == .label || rows.filled.contains($0) }
    }

    /// Rows that were made up, whose users and resources are called by their numbers.
    package init(_ cases: [ScoredCases.Case], scenarios: [String]) {
        func names(_ number: KeyPath<ScoredCases.Case, Int32>) -> [String] {
            (0..<1 + (cases.map { $0[keyPath: number] }.max() ?? -1)).map { "\($0)" }
        }
        self.cases = cases
        keys = cases.enumerated().map { RowKey(text: "\($0)", isInjected: $1.isInjected) }
        self.scenarios = scenarios
        tenants = []
        users = names(\.user)
        resources = names(\.resource)
        columns = [.score, .label]
        seen = 0
    }

    /// The same rows with other scores.
    func rescored(_ score: (ScoredCases.Case) -> Double) -> ScoredTable {
        ScoredTable(
            self,
            cases: cases.map {
                var scored = $0
                scored.score = score($0)
                return scored
            })
    }

    init(_ table: ScoredTable, cases: [ScoredCases.Case]) {
        self.cases = cases
        keys = table.keys
        scenarios = table.scenarios
        tenants = table.tenants
        users = table.users
        resources = table.resources
        columns = table.columns
        seen = table.seen
    }

    /// The rows ranked, ready to be measured.
    ///
    /// Time counts where every row has one: the window goes from the first to the last day.
    ///
    /// - Throws: `StatisticsError` for a score that is NaN or a weight that is negative.
    package func ranked(policy: UnscorablePolicy) throws -> ScoredCases {
        let days =
            cases.contains { $0.microseconds == nil }
            ? nil
            : Set(
                cases.lazy.compactMap { $0.microseconds }.map {
                    Timestamp(microseconds: $0).dayNumber
                })
        let window = ScoredCases.Window(
            days: days.flatMap { days in
                days.min().flatMap { first in days.max().map { first..<$0 + 1 } }
            },
            activeUsers: Set(cases.lazy.map(\.user).filter { $0 >= 0 }).count, accesses: cases.count)
        return try ScoredCases(cases, window: window, policy: policy, scenarios: scenarios, tenants: tenants)
    }
}

/// The rows as they are read.
private struct Rows {
    var cases: [ScoredCases.Case] = []
    var keys: [ScoredTable.RowKey] = []
    var columns: Set<ScoredTable.Column> = []
    /// The columns that hold a value in some row.
    var filled: Set<ScoredTable.Column> = []
    var scenarios = Numbering()
    var tenants = Numbering()
    /// The rows of pairs that the model was trained on.
    var seen = 0
    var users = Numbering()
    var resources = Numbering()
    private var attacks = Numbering()
    private var totalWeight = 0.0
    /// The rows of the first and of the last time.
    private var first: TimedRow?
    private var last: TimedRow?

    private struct TimedRow {
        var time: Timestamp
        var location: InputLocation
    }

    /// The most scenarios, which are kinds of attack: each is measured by itself.
    private static let mostScenarios = 200

    /// Products of two sums, as in areas, must be finite.
    private static let largestTotalWeight = 1e100

    mutating func append(_ row: FieldTable.Row) throws {
        func text(_ column: ScoredTable.Column) -> Substring {
            ScoredTable.Column.allCases.firstIndex(of: column).map { row.values[$0] } ?? ""
        }
        func fail(_ column: ScoredTable.Column, _ expected: String) -> FileError {
            FileError(
                "the \(column.rawValue) \"\(text(column).prefix(80))\" is no \(expected).", at: row.location)
        }
        func number(_ column: ScoredTable.Column, _ expected: String) throws -> Double? {
            if text(column).isEmpty { return nil }
            guard let number = Double(text(column)), !number.isNaN else { throw fail(column, expected) }
            return number
        }
        guard let isInjected = Self.labels[text(.label).lowercased()] else {
            throw fail(.label, "label; use 1 or 0, true or false, injected or benign")
        }
        let weight = try number(.weight, "number from 0 on") ?? 1
        guard weight >= 0, weight.isFinite else { throw fail(.weight, "number from 0 on") }
        totalWeight += weight
        guard totalWeight <= Self.largestTotalWeight else {
            throw FileError(
                "the column weight sums to more than 1e100 up to this row, too much to reckon with; divide all weights by "
                    + "the same number.", at: row.location)
        }
        var time: Int64?
        if !text(.time).isEmpty {
            guard let parsed = Timestamp(tableText: String(text(.time))) else {
                throw fail(.time, "time between the years 1601 and 9999")
            }
            time = parsed.microseconds
            let timed = TimedRow(time: parsed, location: row.location)
            if first.map({ parsed < $0.time }) ?? true { first = timed }
            if last.map({ parsed > $0.time }) ?? true { last = timed }
        }
        for column in ScoredTable.Column.allCases where !text(column).isEmpty { filled.insert(column) }
        if text(.scoreCase) == Self.seen { seen += 1 }
        let scenario = text(.scenario).isEmpty ? -1 : scenarios.number(of: text(.scenario))
        guard scenarios.names.count <= Self.mostScenarios else {
            throw FileError(
                "the column scenario has more than \(Self.mostScenarios) names up to this row; a scenario is a kind of "
                    + "attack, its single courses belong into the column incident.", at: row.location)
        }
        let user = text(.user).isEmpty ? -1 : users.number(of: "\(text(.tenant))\u{0}\(text(.user))"[...])
        let resource =
            text(.resource).isEmpty ? -1 : resources.number(of: "\(text(.tenant))\u{0}\(text(.resource))"[...])
        // Without attacks, what one user does in one scenario is one.
        let attack: Int32 =
            if !text(.attack).isEmpty {
                attacks.number(of: "\(text(.scenario))\u{0}\(text(.attack))"[...])
            } else if isInjected, user >= 0 {
                attacks.number(of: "\(text(.scenario))\u{0}\u{0}\(user)"[...])
            } else {
                -1
            }
        cases.append(
            ScoredCases.Case(
                score: try number(.score, "number"), isInjected: isInjected, scenario: scenario, attack: attack,
                user: user, resource: resource, tenant: text(.tenant).isEmpty ? -1 : tenants.number(of: text(.tenant)),
                microseconds: time,
                weight: weight))
        let parts: [ScoredTable.Column] = [.tenant, .user, .resource, .scenario, .attack, .time]
        keys.append(
            ScoredTable.RowKey(
                text: parts.map { String(text($0)) }.joined(separator: "\u{0}"), isInjected: isInjected))
    }

    private static let seen = AnomalyScore.seen(0).caseName

    /// Refuses times that lie implausibly far apart.
    func checkSpan(in file: String) throws(FileError) {
        guard let first, let last, !cases.contains(where: { $0.microseconds == nil }) else { return }
        let days = last.time.dayNumber - first.time.dayNumber + 1
        guard days > ScoredTable.longestWindow else { return }
        throw FileError(
            "the rows span \(days) days, from \(first.time) (\(first.location)) to \(last.time) (\(last.location)); more "
                + "than \(ScoredTable.longestWindow) are taken for a mistake. Correct these times, or leave out the "
                + "column time to measure without days.", at: InputLocation(file: file))
    }

    private static let labels: [String: Bool] = [
        "1": true, "true": true, "injected": true, "anomaly": true, "malicious": true, "positive": true, "1.0": true,
        "0": false, "false": false, "benign": false, "normal": false, "negative": false, "0.0": false,
    ]
}

/// Names by the order in which they first occur.
private struct Numbering {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(of name: Substring) -> Int32 {
        let name = String(name)
        if let number = numbers[name] { return number }
        let number = Int32(names.count)
        numbers[name] = number
        names.append(name)
        return number
    }
}
