package import Datasets
import Statistics

/// A dataset with what was counted in it.
package struct DescribedDataset: Sendable {
    package let card: DatasetCard
    package let summary: DatasetSummary

    package init(_ card: DatasetCard, _ summary: DatasetSummary) {
        self.card = card
        self.summary = summary
    }
}

/// Where a dataset comes from, and how large it is.
struct DatasetFacts: ReportSection {
    static let id = "dataset-facts"

    func sections(on dataset: DescribedDataset) -> [Document.Section] {
        let card = dataset.card, summary = dataset.summary
        var time = "none"
        if let first = summary.first, let last = summary.last, let days = summary.days {
            time = "\(first) to \(last), \(Number.counted(days, "day"))"
        }
        let facts: [Block.Fact] = [
            .init("dataset", card.name), .init("origin", card.origin), .init("licence", card.licence),
            .init("accesses", Number.grouped(summary.accesses)), .init("tenants", Number.grouped(summary.tenants)),
            .init(
                "users", "\(Number.grouped(summary.users)), of which machine accounts: \(summary.machineAccounts)"),
            .init("resources", Number.grouped(summary.resources)),
            .init("pairs", "\(Number.grouped(summary.pairs)), density \(Number.text(summary.density))"),
            .init("time", time), .init("denied accesses", Number.grouped(summary.failures)),
            .init(
                "components",
                "\(summary.components.count), the largest with \(Number.grouped(summary.components.largestUsers)) users"
            ),
        ]
        return [Document.Section(nil, [.facts(facts)])]
    }
}
