import Operations

/// Scored accesses on standard output or in a file, in the format that was asked for.
final class AlertOutput {
    private let lines: LineOutput
    private var format: any AlertFormat

    init(_ options: AlertOptions) throws {
        lines = try LineOutput(path: options.output, replacing: options.force)
        format = options.format.type.init(isSpreadsheetSafe: options.spreadsheetSafe)
        try lines.write(format.begin())
    }

    func write(_ event: ScoredEvent) throws { try lines.write(format.line(event)) }

    /// Writes what is left.
    func finish() throws {
        try lines.write(format.end())
        try lines.finish()
    }
}
