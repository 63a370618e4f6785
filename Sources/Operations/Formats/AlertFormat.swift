public import Foundation

/// How alerts are written, one after the other: incidents, or single accesses with their scores.
///
/// A format is one file with one conforming type, and one line in ``AlertFormats/standard``. What it writes may have a
/// beginning and an end, so that a format need not consist of lines.
public protocol AlertFormat: Sendable {
    /// The name on the command line, in kebab case.
    static var id: String { get }
    /// What is written, in one sentence or less.
    static var summary: String { get }
    /// Whether names can be kept from being taken for formulas by a spreadsheet. The default is false.
    static var hasSpreadsheetCells: Bool { get }

    /// - Parameter isSpreadsheetSafe: whether a name that a spreadsheet would take for a formula is written so that it
    ///   is none. Ignored by formats without ``hasSpreadsheetCells``.
    init(isSpreadsheetSafe: Bool)

    /// What stands before the first alert. The default is nothing.
    mutating func begin(_ kind: AlertKind) throws -> Data
    /// An access, with its line end or whatever parts it from others.
    mutating func line(_ event: ScoredEvent) throws -> Data
    /// An incident, likewise.
    mutating func line(_ alert: IncidentAlert) throws -> Data
    /// What stands behind the last alert. The default is nothing.
    mutating func end() throws -> Data
}

/// What an alert is.
public enum AlertKind: String, CaseIterable, Hashable, Sendable {
    /// An account in a window, with all that is unusual in it.
    case incidents
    /// A pair of a user and a resource.
    case pairs
}

extension AlertFormat {
    /// False.
    public static var hasSpreadsheetCells: Bool { false }

    /// Nothing.
    public mutating func begin(_ kind: AlertKind) throws -> Data { Data() }
    /// Nothing.
    public mutating func end() throws -> Data { Data() }
}
