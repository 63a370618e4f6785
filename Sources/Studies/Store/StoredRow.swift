import GRDB

/// What is wrong with a store that was damaged, or that another program made.
struct StoreDamage: Error {
    let detail: String

    init(_ detail: String) { self.detail = detail }
}

/// A row of a store, read column by column. SQLite allows any value in any column, so each is checked: a value of
/// another type or range is an error, where the decoding of GRDB makes a text of bytes and cuts a fraction off.
struct StoredRow {
    private let row: Row
    private let table: String

    /// Measurements are rates, counts, ranks and hours; larger values cannot have been measured.
    static let largest = 1e15

    /// - Parameter table: for messages.
    init(_ row: Row, of table: String) {
        self.row = row
        self.table = table
    }

    func text(_ column: String) throws -> String {
        guard let text = try optionalText(column) else { throw damage(column, "is missing") }
        return text
    }

    func optionalText(_ column: String) throws -> String? {
        switch value(column).storage {
        case .null: return nil
        case .string(let text): return text
        case .int64, .double, .blob: throw damage(column, "is no text")
        }
    }

    /// A whole number within a range.
    func integer(_ column: String, in range: some RangeExpression<Int>) throws -> Int {
        guard let integer = try optionalInteger(column, in: range) else { throw damage(column, "is missing") }
        return integer
    }

    func optionalInteger(_ column: String, in range: some RangeExpression<Int>) throws -> Int? {
        switch value(column).storage {
        case .null: return nil
        case .int64(let wide):
            guard let integer = Int(exactly: wide), range.contains(integer) else {
                throw damage(column, "is \(wide), which it cannot be")
            }
            return integer
        case .string, .double, .blob: throw damage(column, "is no whole number")
        }
    }

    /// A finite number.
    func number(_ column: String) throws -> Double {
        guard let number = try optionalNumber(column) else { throw damage(column, "is missing") }
        return number
    }

    /// A finite number, or, where it says how far an interval reaches, infinity.
    func optionalNumber(_ column: String, orInfinity isOpen: Bool = false) throws -> Double? {
        switch value(column).storage {
        case .null: return nil
        // SQLite stores whole numbers as such, whatever the column's type.
        case .int64(let whole): return try checked(Double(whole), column, isOpen)
        case .double(let number): return try checked(number, column, isOpen)
        case .string, .blob: throw damage(column, "is no number")
        }
    }

    private func checked(_ number: Double, _ column: String, _ isOpen: Bool) throws -> Double {
        guard abs(number) <= Self.largest || (isOpen && number == .infinity) else {
            throw damage(column, "is \(number), which it cannot be")
        }
        return number
    }

    private func value(_ column: String) -> DatabaseValue { row[column] as DatabaseValue? ?? .null }

    func damage(_ column: String, _ what: String) -> StoreDamage { StoreDamage("\(column) in \(table) \(what)") }
}
