import ArgumentParser
import Operations
import Parameters

/// Where and how scored accesses are written: the options that 'score' and 'rank' share.
struct AlertOptions: ParsableArguments {
    @Option(name: .output, help: "The file to write (default: standard output).")
    var output: String?

    @Flag(help: "Replace an existing output file.")
    var force = false

    @Option(
        help: ArgumentHelp(
            Registries.alertFormats.entries.map { "\($0.id): \($0.summary)" }.joined(separator: "; ") + "."))
    var format = AlertFormatName.standard

    @Flag(
        help: """
            Put ' before CSV cells that a spreadsheet would take for a formula (=, +, -, @ at the beginning). Without \
            it, import CSV as text.
            """)
    var spreadsheetSafe = false

    func validate() throws {
        guard spreadsheetSafe, !format.type.hasSpreadsheetCells else { return }
        let formats = Registries.alertFormats.all.filter { $0.hasSpreadsheetCells }.map { $0.id }
        throw ValidationError("--spreadsheet-safe is for --format \(formats.joined(separator: " or "))")
    }
}

/// A registered format of alerts, as a value on the command line.
struct AlertFormatName: ExpressibleByArgument {
    let type: any AlertFormat.Type

    static let standard = AlertFormatName(type: Registries.alertFormats.all.first ?? JSONLinesFormat.self)

    private init(type: any AlertFormat.Type) {
        self.type = type
    }

    init?(argument: String) {
        guard let type = Registries.alertFormats[argument] else { return nil }
        self.type = type
    }

    var defaultValueDescription: String { type.id }
    static var allValueStrings: [String] { Registries.alertFormats.ids }
}
