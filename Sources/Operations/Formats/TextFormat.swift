import AccessLogs
import Files
package import Foundation
import Interactions
import Statistics

/// Sentences for people.
package struct TextFormat: AlertFormat {
    package static let id = "text"
    package static let summary = "sentences for people, an empty line between incidents"

    private var isFirst = true

    package init(isSpreadsheetSafe: Bool) {}

    package func line(_ event: ScoredEvent) -> Data {
        let access = event.access
        let score = event.score.value.map { Number.text($0) } ?? event.score.caseName
        let tenant = access.tenant.isEmpty ? "" : " (\(access.tenant))"
        let time = access.time.map { " at \($0)" } ?? ""
        return Data(
            (VisibleText.line("\(access.user.name)\(tenant), \(access.resource.name)\(time): \(score)") + "\n").utf8)
    }

    package mutating func line(_ alert: IncidentAlert) -> Data {
        defer { isFirst = false }
        return Data(((isFirst ? "" : "\n") + alert.sentences.joined(separator: "\n") + "\n").utf8)
    }
}
