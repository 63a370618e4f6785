public import AccessLogs
public import ArgumentParser
public import Files
import Foundation
import LogImport
import Parameters
import Reports
import Statistics

/// How logs are read: the options that 'ingest' and 'score' share.
struct ImportArguments: ParsableArguments {
    @Argument(
        help: """
            Files or folders; '-' is standard input. Formats are told by content: \
            \(Registries.readers.ids.joined(separator: ", ")), which 'accesslab list readers' \
            describes; also inside .gz, .zip, .zst and .tar.
            """)
    var inputs: [String]

    @Option(
        help: ArgumentHelp(
            "The columns of a delimited file that has other names in its header.",
            valueName: "user=…,resource=…[,time=…][,tenant=…][,count=…]"))
    var columns: String?

    @Flag(
        name: .customLong("include-5145"),
        help: "Count events 5145 too: all of one logon id, computer, share, outcome and day as one access.")
    var includeObjectChecks = false

    @Option(help: "What a resource is: computer-and-share, or share alone.")
    var resource: ResourceIdentity.Scope?

    @Option(
        help: ArgumentHelp(
            "Filters, separated by commas: recommended, none, or any of "
                + Registries.filters.ids.joined(separator: ", ") + ".", valueName: "names"))
    var filter: [String] = []

    @Option(help: ArgumentHelp("A filter to leave out of the chosen ones.", valueName: "name"))
    var keep: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file of accounts and resources to drop, one a line; * stands for any beginning or end.",
            valueName: "file"))
    var allowList: String?

    @Option(
        help: ArgumentHelp(
            "When the list was written; a line 'written: 2026-01-05' in the list says the same.", valueName: "date"))
    var allowListWritten: String?

    @Option(
        help: ArgumentHelp(
            "The zone of local times, which do not say theirs: Europe/Berlin, +02:00, UTC, or local, this computer's. "
                + "Without it records with such times are malformed.", valueName: "zone")
    )
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "What dates such as 3/5/2024 begin with: mdy, the month, or dmy, the day (default: what the log itself shows).",
            valueName: "order"))
    var dateOrder: DateOrder?

    @Option(help: "The year of times that say none, as in syslog's older form.")
    var year: Int?

    @Option(
        help: ArgumentHelp(
            "Count events 4656 and 4663, accesses to files, below a folder as accesses to a share, as events 5145 are: "
                + "'D:\\Shares\\*', each folder below is a share, or 'E:\\Data=data'. May be repeated.",
            valueName: "folder[=share]"))
    var fileAccess: [String] = []

    @Option(
        help: ArgumentHelp(
            "What computers named in short and in full are: joined, one where there is one full name that begins with the "
                + "short one; short, the first label alone; as-logged (default: joined).", valueName: "names"))
    var computerNames: ComputerNames?

    @OptionGroup var encoding: EncodingOption

    @Flag(help: "Fail at the first record that cannot be understood.")
    var strict = false

    @Flag(
        help: """
            Look for earlier records in the unused room of binary event logs too; what is found there may be wrong.
            """)
    var carve = false

    func validate() throws {
        try checkWords()
    }

    /// Whether the words are known. The list is read later, and once: it may be a pipe.
    private func checkWords() throws {
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("standard input can be read once only")
        }
        if filter.contains(where: { $0.split(separator: ",").contains(Substring(AllowList.id)) }), allowList == nil {
            throw ValidationError(
                "the filter \(AllowList.id) drops nothing without a list; name one with --allow-list FILE")
        }
        if let allowListWritten {
            guard allowList != nil else {
                throw ValidationError(
                    "--allow-list-written says when a list was written; name it with --allow-list FILE")
            }
            _ = try Self.date(allowListWritten, of: "--allow-list-written")
        }
        _ = try columnMapping()
        _ = try localZone()
        _ = try sharedFolders()
        if let year, !(1970...9999).contains(year) { throw ValidationError("--year: \(year) is no year of logs") }
        _ = try filterSelection(FilterSelection.none)
    }

    /// A day or time in ISO 8601.
    private static func date(_ text: String, of place: String) throws -> String {
        guard let date = Timestamp(iso8601: text) else {
            throw ValidationError("\(place): '\(text)' is no date; write it as 2026-01-05")
        }
        return date.description
    }

    private func columnMapping() throws -> ColumnMapping? {
        guard let columns else { return nil }
        do {
            return try ColumnMapping(argument: columns)
        } catch {
            throw ValidationError("--columns: \(error)")
        }
    }

    private func sharedFolders() throws -> SharedFolders? {
        guard !fileAccess.isEmpty else { return nil }
        do {
            return try SharedFolders(arguments: fileAccess)
        } catch {
            throw ValidationError("--file-access: \(error)")
        }
    }

    private func localZone() throws -> LocalZone? {
        guard let timeZone else { return nil }
        do {
            return try LocalZone(name: timeZone)
        } catch {
            throw ValidationError("--time-zone: \(error)")
        }
    }

    /// The options of an import.
    ///
    /// - Parameter defaults: what counts where the command line says nothing.
    func options(defaults: ImportOptions = ImportOptions()) throws -> ImportOptions {
        var options = defaults
        if let columns = try columnMapping() { options.columns = columns }
        options.includeObjectChecks = includeObjectChecks || defaults.includeObjectChecks
        options.resourceScope = resource ?? defaults.resourceScope
        options.timeZone = try localZone() ?? defaults.timeZone
        options.year = year ?? defaults.year
        options.sharedFolders = try sharedFolders() ?? defaults.sharedFolders
        if options.sharedFolders != nil { options.includeObjectChecks = true }
        options.dateOrder = dateOrder ?? defaults.dateOrder
        options.computerNames = computerNames ?? defaults.computerNames
        options.encoding = encoding.encoding?.rawValue ?? defaults.encoding
        options.filters = try filterSelection(defaults.filters)
        if let allowList {
            let text = try Self.text(ofList: allowList)
            options.allowList = AllowList.entries(of: text)
            options.allowListWritten =
                try allowListWritten.map { try Self.date($0, of: "--allow-list-written") }
                ?? AllowList.written(in: text).map { try Self.date($0, of: "--allow-list: \(allowList): written") }
            options.allowListModified = nil
            options.filters.ids.removeAll { $0 == AllowList.id }
            if options.allowList.isEmpty {
                Terminal.say("note: \(allowList) names nobody, so that it drops nothing")
            } else {
                options.filters.ids.append(AllowList.id)
            }
        }
        options.strict = strict
        options.carvesRemains = carve
        return options
    }

    /// Checks that an output does not take the place of an input, of a file in an input, or of a folder that holds an
    /// input.
    ///
    /// - Throws: `ValidationError` where it would.
    func checkOutput(_ output: String, besides others: [String] = []) throws {
        let output = Self.location(output)
        var isFolder: ObjCBool = false
        let isFile = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder) && !isFolder.boolValue
        for input in inputs.filter({ $0 != "-" }) + (allowList.map { [$0] } ?? []) + others {
            let location = Self.location(input)
            guard location == output || location.hasPrefix(output + "/") || isFile && output.hasPrefix(location + "/")
            else { continue }
            throw ValidationError("\(output) would take the place of \(input); choose another name")
        }
    }

    /// The absolute path without links.
    private static func location(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// The most bytes of a list: a hundred thousand names.
    private static let listLimit = 16 << 20

    /// - Throws: `ValidationError` where the list cannot be read, is no text or is too long.
    private static func text(ofList path: String) throws -> String {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try handle.read(upToCount: listLimit + 1) ?? Data()
        } catch {
            throw ValidationError("--allow-list: \(path) cannot be read: \(FileError.reason(error))")
        }
        guard data.count <= listLimit else {
            throw ValidationError("--allow-list: \(path) is longer than \(Number.bytes(listLimit)); list fewer names")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ValidationError("--allow-list: \(path) is not UTF-8 text; save it as UTF-8")
        }
        return text
    }

    private func filterSelection(_ defaults: FilterSelection) throws -> FilterSelection {
        let known = Registries.filters.ids
        var ids: [String] = filter.isEmpty ? defaults.ids : []
        for name in filter.flatMap({ $0.split(separator: ",").map(String.init) }) {
            switch name {
            case "recommended": ids += FilterSelection.recommended.ids
            case "none": ids = []
            default:
                guard known.contains(name) else {
                    throw ValidationError(
                        "unknown filter '\(name)'; known are recommended, none, \(known.joined(separator: ", "))")
                }
                ids.append(name)
            }
        }
        for name in keep where !known.contains(name) {
            throw ValidationError("unknown filter '\(name)' to keep; known are \(known.joined(separator: ", "))")
        }
        return FilterSelection(known.filter { ids.contains($0) && !keep.contains($0) })
    }

    /// Shows how far an import is, and asks whether to continue.
    static func progress(
        _ line: ProgressLine, _ interruption: Interruption
    ) -> @Sendable (ReadingProgress) -> Bool {
        { progress in
            line.show(text(progress))
            return !interruption.isRequested
        }
    }

    /// How far an import is, in words.
    static func text(_ progress: ReadingProgress) -> String {
        let file = progress.file.split(separator: "/").last.map(String.init) ?? progress.file
        guard let total = progress.bytesTotal, total > 0 else { return "\(progress.bytesRead >> 20) MiB  \(file)" }
        return ProgressBar.text(Double(progress.bytesRead) / Double(total), file)
    }
}

extension ResourceIdentity.Scope: ExpressibleByArgument {}
extension DateOrder: ExpressibleByArgument {}
extension ComputerNames: ExpressibleByArgument {}
