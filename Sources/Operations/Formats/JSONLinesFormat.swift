import Files
package import Foundation

/// JSON lines; an absent time or score is null.
package struct JSONLinesFormat: AlertFormat {
    package static let id = "jsonl"
    package static let summary = "an object of JSON on each line"

    private let encoder = CanonicalJSON.encoder()

    package init(isSpreadsheetSafe: Bool) {
        // Its keys are single words: a line takes less time where they are not converted.
        encoder.keyEncodingStrategy = .useDefaultKeys
    }

    package func line(_ event: ScoredEvent) throws -> Data { try object(event) }

    package func line(_ alert: IncidentAlert) throws -> Data { try object(alert) }

    private func object(_ value: some Encodable) throws -> Data {
        var line = VisibleJSON.escaped(try encoder.encode(value))
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
