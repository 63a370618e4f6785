/// Keeps accesses out of an import that say nothing about what people do.
public protocol AccessFilter: Sendable {
    /// The filter's name in options and summaries, in kebab-case.
    static var id: String { get }
    /// What the filter drops, in one sentence.
    static var summary: String { get }

    init(options: ImportOptions)

    /// Whether an access is to be dropped. Called once for each access, in the order of the logs.
    ///
    /// - Parameter record: the record that the access was made of.
    mutating func drops(_ access: AccessEvent, from record: LogRecord) -> Bool
}
