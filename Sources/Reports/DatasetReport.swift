public import Datasets
import Files
import Foundation

/// A dataset's summary for a terminal.
public struct DatasetReport: Sendable {
    private let card: DatasetCard
    private let summary: DatasetSummary

    public init(_ card: DatasetCard, _ summary: DatasetSummary) {
        self.card = card
        self.summary = summary
    }

    public var text: String {
        [facts, quantiles, hubs, difficulties].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var facts: String {
        var lines = [
            ("dataset", card.name),
            ("origin", card.origin),
            ("licence", card.licence),
            ("accesses", Number.grouped(summary.accesses)),
            ("tenants", Number.grouped(summary.tenants)),
            ("users", "\(Number.grouped(summary.users)), of which machine accounts: \(summary.machineAccounts)"),
            ("resources", Number.grouped(summary.resources)),
            ("pairs", "\(Number.grouped(summary.pairs)), density \(Number.text(summary.density))"),
        ]
        if let first = summary.first, let last = summary.last, let days = summary.days {
            lines.append(("time", "\(first) to \(last), \(Number.counted(days, "day"))"))
        } else {
            lines.append(("time", "none"))
        }
        lines.append(("denied accesses", Number.grouped(summary.failures)))
        lines.append(
            (
                "components",
                "\(summary.components.count), the largest with \(Number.grouped(summary.components.largestUsers)) users"
            ))
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map {
            $0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + VisibleText.line($1)
        }.joined(separator: "\n")
    }

    private var quantiles: String {
        let rows = [
            ("events per pair", summary.eventsPerPair), ("resources per user", summary.resourcesPerUser),
            ("users per resource", summary.usersPerResource),
        ]
        guard let probabilities = rows.first?.1.map(\.probability), !probabilities.isEmpty else { return "" }
        let titles = probabilities.map { $0 == 0 ? "min" : $0 == 1 ? "max" : "\(Int(($0 * 100).rounded())) %" }
        return Table(
            [.text("quantiles")] + titles.map { .number($0) },
            rows: rows.map { name, quantiles in [name] + quantiles.map { Number.text($0.value) } }
        ).text
    }

    private var hubs: String {
        guard !summary.hubs.isEmpty else { return "" }
        return Table(
            [.text("hubs"), .number("users"), .number("share")],
            rows: summary.hubs.map { [$0.resource, Number.grouped($0.users), Number.text($0.fraction)] }
        ).text
    }

    private var difficulties: String {
        guard !summary.difficulties.isEmpty else { return "" }
        return "What a detector will find hard:\n" + summary.difficulties.map { "- \($0)" }.joined(separator: "\n")
    }
}
