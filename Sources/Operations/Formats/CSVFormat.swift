import AccessLogs
import Files
public import Foundation
import Interactions

/// CSV with a header; an absent time or score is empty.
public struct CSVFormat: AlertFormat {
    public static let id = "csv"
    public static let summary = "a table with a header; invisible characters of names are written as codes"
    public static let hasSpreadsheetCells = true

    private let isSpreadsheetSafe: Bool

    public init(isSpreadsheetSafe: Bool) {
        self.isSpreadsheetSafe = isSpreadsheetSafe
    }

    public func begin() -> Data { Data("tenant,user,resource,time,score,case\n".utf8) }

    public func line(_ event: ScoredEvent) -> Data {
        let names = [event.access.tenant, event.access.user.name, event.access.resource.name]
        let cells =
            (isSpreadsheetSafe ? names.map(CSVLine.withoutFormula) : names) + [
                event.access.time?.description ?? "", event.score.value.map { "\($0)" } ?? "", event.score.caseName,
            ]
        return Data(CSVLine.text(cells).utf8)
    }
}
