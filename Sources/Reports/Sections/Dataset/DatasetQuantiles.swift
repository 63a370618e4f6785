import Datasets
import Statistics

/// How accesses, resources and users are spread over pairs, users and resources.
struct DatasetQuantiles: ReportSection {
    static let id = "dataset-quantiles"

    func sections(on dataset: DescribedDataset) -> [Document.Section] {
        let summary = dataset.summary
        let rows = [
            ("events per pair", summary.eventsPerPair), ("resources per user", summary.resourcesPerUser),
            ("users per resource", summary.usersPerResource),
        ]
        guard let probabilities = rows.first?.1.map(\.probability), !probabilities.isEmpty else { return [] }
        let titles = probabilities.map { $0 == 0 ? "min" : $0 == 1 ? "max" : "\(Int(($0 * 100).rounded())) %" }
        let table = Table(
            [.text("quantiles")] + titles.map { .number($0) },
            rows: rows.map { name, quantiles in [name] + quantiles.map { Number.text($0.value) } })
        return [Document.Section(nil, [.table(table)])]
    }
}
