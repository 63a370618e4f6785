import Files
public import Foundation

/// How scored events are written: one line each.
public enum ScoredEventFormat: String, CaseIterable, Sendable {
    /// JSON lines; an absent time or score is null.
    case jsonl
    /// CSV with a header; an absent time or score is empty.
    case csv

    /// The lines before the first event.
    public var header: String {
        switch self {
        case .jsonl: ""
        case .csv: "tenant,user,resource,time,score,case\n"
        }
    }

    /// Writes events as lines, one after the other.
    public struct Writer {
        private let format: ScoredEventFormat
        private let forSpreadsheets: Bool
        private let encoder: JSONEncoder

        /// - Parameter forSpreadsheets: whether names in CSV that a spreadsheet would take for formulas get a `'`
        ///   before them.
        public init(_ format: ScoredEventFormat, forSpreadsheets: Bool = false) {
            self.format = format
            self.forSpreadsheets = forSpreadsheets
            encoder = CanonicalJSON.encoder()
            // Its keys are single words: a line takes less time where they are not converted.
            encoder.keyEncodingStrategy = .useDefaultKeys
        }

        /// The event's line, with its line end.
        public func line(_ event: ScoredEvent) throws -> Data {
            switch format {
            case .jsonl:
                var line = VisibleJSON.escaped(try encoder.encode(event))
                line.append(UInt8(ascii: "\n"))
                return line
            case .csv:
                let names = [event.access.tenant, event.access.user.name, event.access.resource.name]
                let cells =
                    (forSpreadsheets ? names.map(CSVLine.withoutFormula) : names) + [
                        event.access.time?.description ?? "", event.score.value.map { "\($0)" } ?? "",
                        event.score.caseName,
                    ]
                return Data((CSVLine.text(cells)).utf8)
            }
        }
    }
}
