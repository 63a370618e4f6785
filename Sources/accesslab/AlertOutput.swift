import Operations

/// Alerts, or all scored accesses, on standard output or in a file, in the format that was asked for.
final class AlertOutput {
    private let lines: LineOutput
    private var format: any AlertFormat

    init(_ options: AlertOptions, of kind: AlertKind = .pairs) throws {
        lines = try LineOutput(path: options.output, replacing: options.force)
        format = options.format.type.init(isSpreadsheetSafe: options.spreadsheetSafe)
        try lines.write(format.begin(kind))
    }

    func write(_ event: ScoredEvent) throws { try lines.write(format.line(event)) }

    func write(_ alert: IncidentAlert) throws { try lines.write(format.line(alert)) }

    /// Writes what is left.
    func finish() throws {
        try lines.write(format.end())
        try lines.finish()
    }
}
