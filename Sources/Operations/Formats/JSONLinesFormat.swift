import Files
public import Foundation

/// JSON lines; an absent time or score is null.
public struct JSONLinesFormat: AlertFormat {
    public static let id = "jsonl"
    public static let summary = "an object of JSON on each line"

    private let encoder = CanonicalJSON.encoder()

    public init(isSpreadsheetSafe: Bool) {
        // Its keys are single words: a line takes less time where they are not converted.
        encoder.keyEncodingStrategy = .useDefaultKeys
    }

    public func line(_ event: ScoredEvent) throws -> Data {
        var line = VisibleJSON.escaped(try encoder.encode(event))
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
