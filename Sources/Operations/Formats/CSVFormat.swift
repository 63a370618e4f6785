import AccessLogs
import Files
package import Foundation
import Interactions

/// CSV with a header; an absent time or score is empty.
package struct CSVFormat: AlertFormat {
    package static let id = "csv"
    package static let summary = "a table with a header; invisible characters of names are written as codes"
    package static let hasSpreadsheetCells = true

    private let isSpreadsheetSafe: Bool

    package init(isSpreadsheetSafe: Bool) {
        self.isSpreadsheetSafe = isSpreadsheetSafe
    }

    package func begin(_ kind: AlertKind) -> Data {
        switch kind {
        case .pairs: Data("tenant,user,resource,time,score,case\n".utf8)
        case .incidents:
            Data(
                "tenant,user,window_start,window_end,evidence,tail_probability,threshold,accesses,resources,new_resources,words\n"
                    .utf8)
        }
    }

    package func line(_ event: ScoredEvent) -> Data {
        let names = [event.access.tenant, event.access.user.name, event.access.resource.name]
        let cells =
            (isSpreadsheetSafe ? names.map(CSVLine.withoutFormula) : names) + [
                event.access.time?.description ?? "", event.score.value.map { "\($0)" } ?? "", event.score.caseName,
            ]
        return Data(CSVLine.text(cells).utf8)
    }

    package func line(_ alert: IncidentAlert) -> Data {
        func safe(_ text: String) -> String { isSpreadsheetSafe ? CSVLine.withoutFormula(text) : text }
        let cells = [
            safe(alert.tenant), safe(alert.user), alert.start.description, alert.end.description, "\(alert.evidence)",
            "\(alert.tailProbability)", "\(alert.threshold)", "\(alert.accesses)", "\(alert.resources)",
            "\(alert.newResources.count)", safe(alert.sentences.joined(separator: " ")),
        ]
        return Data(CSVLine.text(cells).utf8)
    }
}
