import AccessLogs
import ArgumentParser
import Concurrency
import Datasets
import Files
import Foundation
import LogImport
import Reports

struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read logs of share accesses into a dataset.",
        discussion: """
            Filters (--filter; the recommended ones are marked *):
            \(filterHelp)

            Exit code 3: the dataset was written, but a file or a part of one could not be read.

            EXAMPLE: accesslab ingest logs/ export.json.gz --output datasets/corp
            EXAMPLE: accesslab ingest strange.json --inspect
            EXAMPLE: accesslab ingest auth.csv.gz --columns user=source_user,resource=server,time=time \
            --output datasets/auth
            """)

    private static var filterHelp: String {
        Registries.filters.all.map { filter in
            let mark = FilterSelection.recommended.ids.contains(filter.id) ? "*" : " "
            return "  \(mark) \(filter.id): \(filter.summary)"
        }.joined(separator: "\n")
    }

    @OptionGroup var arguments: ImportArguments

    @Option(name: .output, help: "The dataset folder to write.")
    var output: String?

    @Flag(
        help: """
            Write nothing, and show of the first records of each log which format was recognised, which field became what, \
            and why a record does not count.
            """)
    var inspect = false

    @Option(help: ArgumentHelp("Write every parsed share event, before any filter, as CSV.", valueName: "file.csv"))
    var dump: String?

    @Option(help: "Where the data come from, for the card (default: the names of the inputs).")
    var origin: String?

    @Option(help: "The licence of the data, for the card.")
    var licence = "unknown"

    @Flag(help: "Replace an existing output folder and dump.")
    var force = false

    @OptionGroup var workers: JobsOption

    @OptionGroup var format: JSONOption

    func validate() throws {
        guard inspect else {
            if output == nil { throw ValidationError("name the dataset folder to write with --output FOLDER") }
            return
        }
        if output != nil || dump != nil {
            throw ValidationError("--inspect writes nothing; leave out --output and --dump")
        }
    }

    func run() throws {
        guard let output else { return try showRecords() }
        let options = try arguments.options()
        if let list = arguments.allowList, !options.allowList.isEmpty, options.allowListWritten == nil {
            Terminal.say(
                "note: \(list) does not say when it was written; a line '# written: 2026-01-05' does, and experiments ask "
                    + "for it")
        }
        let destination = URL(fileURLWithPath: output)
        try arguments.checkOutput(output, besides: dump.map { [$0] } ?? [])
        if let dump { try arguments.checkOutput(dump) }
        try WholeFolder.checkAbsence(of: destination, replacing: force, marker: Dataset.cardFile, files: Dataset.files)
        let dump = try dump.map { try LineOutput(path: $0, replacing: force) }
        let interruption = Interruption()
        try interruption.ending(with: "interrupted; nothing was written") {
            let (log, summary) = try importLog(options, dump, interruption)
            let names = arguments.inputs.map {
                $0 == "-" ? "standard input" : URL(fileURLWithPath: $0).lastPathComponent
            }
            guard log.count > 0 else { throw summary.nothingLeft }
            interruption.end(with: "interrupted; what is there is whole")
            let card = try Dataset.write(
                log, to: destination, origin: origin ?? "ingested from " + names.joined(separator: ", "),
                licence: licence, importOptions: options, replacing: force, Workers(workers.jobs))
            let doubts = LogDoubts(of: log).sentences
            if format.json {
                try Output.json(Facts(card: card, summary: summary, doubts: doubts))
            } else {
                try Output.text(
                    ReportSections<ImportSummary>.standard.document(on: summary).text(in: .terminal)
                        + "wrote \(VisibleText.line(output))")
                for doubt in doubts { Terminal.say("note: \(doubt)") }
            }
            if !summary.isComplete { throw ExitCode.partlyUnread }
        }
    }

    /// How many records of each log are shown.
    private static let inspectedRecords = 5

    private func showRecords() throws {
        let importer = LogImporter(
            readers: Registries.readers, filters: Registries.filters, options: try arguments.options())
        let inspections = try arguments.inputs.flatMap {
            try importer.inspect(InputPath(argument: $0), records: Self.inspectedRecords)
        }
        if format.json { return try Output.json(inspections) }
        for inspection in inspections { try Output.text(inspection.document.text(in: .terminal)) }
    }

    private struct Facts: Encodable {
        var card: DatasetCard
        var summary: ImportSummary
        /// What is odd about the log, in sentences.
        var doubts: [String]
    }

    private func importLog(
        _ options: ImportOptions, _ dump: LineOutput?, _ interruption: Interruption
    ) throws -> (AccessLog, ImportSummary) {
        let inputs = arguments.inputs.map(InputPath.init(argument:))
        let importer = LogImporter(readers: Registries.readers, filters: Registries.filters, options: options)
        let line = ProgressLine()
        defer { line.finish() }
        let progress = ImportArguments.progress(line, interruption)
        guard let dump else { return try importer.log(of: inputs, workers: workers.jobs, progress: progress) }
        let lines = try ShareEventDump(inputs: inputs)
        try dump.write(Data(ShareEventDump.header.utf8))
        let imported = try importer.log(
            of: inputs, workers: workers.jobs, progress: progress,
            onShareEvent: { try dump.write(Data(lines.line(for: $0, at: $1).utf8)) })
        try dump.finish()
        return imported
    }
}
