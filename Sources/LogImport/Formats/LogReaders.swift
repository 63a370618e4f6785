import Files
public import Parameters

/// The formats that an import can read, in the order in which they are tried.
public struct LogReaders: ListedRegistry {
    /// The word of sentences.
    public static let noun = "format of logs"
    /// The readers, in the order in which they are asked whether they recognise a file.
    public let all: [any LogReader]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any LogReader]) {
        self.all = all
    }

    /// The id that the reader's type states.
    public static func id(of reader: any LogReader) -> String { type(of: reader).id }

    /// A format as lists and help texts show it.
    public static func entry(of reader: any LogReader) -> CatalogueEntry { entry(of: type(of: reader)) }

    private static func entry(of type: any LogReader.Type) -> CatalogueEntry {
        CatalogueEntry(type.id, summary: type.summary)
    }

    /// The formats that consist of text.
    public static let text = LogReaders([
        JSONEnvelopeReader(),
        JSONLinesReader(),
        JSONDocumentsReader(),
        JSONArrayReader(),
        EventXMLReader(),
        EventTextReader(),
        SambaAuditReader(),
        SynologyReader(),
        FileServiceTableReader(),
        SecurityEventTableReader(),
        EventTextTableReader(),
        AccessTableReader(),
        ActorTableReader(),
    ])

    /// These formats and, tried before them, another one.
    public func adding(_ reader: any LogReader) -> LogReaders {
        LogReaders([reader] + all)
    }

    /// These formats, each with the records that are left in unused room where it has such.
    var carving: LogReaders {
        LogReaders(all.map { ($0 as? any CarvingLogReader)?.carving ?? $0 })
    }

    /// The formats as lists and help texts show them. The last is told by the options of an import alone.
    public var entries: [CatalogueEntry] {
        all.map(Self.entry) + [Self.entry(of: MappedTableReader.self)]
    }

    /// The first reader that recognises a log; nil where none does.
    func reader(of head: InputHead) -> (any LogReader)? {
        all.first { $0.recognizes(head) }
    }
}
