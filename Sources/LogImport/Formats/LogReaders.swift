import Files
public import Parameters

/// The formats that an import can read, in the order in which they are tried.
public struct LogReaders: Sendable {
    /// The readers, in the order in which they are asked whether they recognise a file.
    public private(set) var all: [any LogReader]

    /// - Parameter readers: each with an id of its own.
    public init(_ readers: [any LogReader]) {
        all = readers
    }

    /// The formats that consist of text.
    public static let text = LogReaders([
        JSONLinesReader(),
        JSONArrayReader(),
        EventXMLReader(),
        SecurityEventTableReader(),
        AccessTableReader(),
        ActorTableReader(),
    ])

    /// These formats and, tried before them, another one.
    public func adding(_ reader: some LogReader) -> LogReaders {
        LogReaders([reader] + all)
    }

    /// The formats as lists and help texts show them. The last is told by the options of an import alone.
    public var entries: [CatalogueEntry] {
        (all.map { type(of: $0) } + [MappedTableReader.self]).map { CatalogueEntry($0.id, summary: $0.summary) }
    }

    /// The first reader that recognises a log; nil where none does.
    func reader(of head: InputHead) -> (any LogReader)? {
        all.first { $0.recognizes(head) }
    }
}
