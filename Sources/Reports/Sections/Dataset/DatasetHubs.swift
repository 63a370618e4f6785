import Datasets
import Statistics

/// The resources that most users access.
struct DatasetHubs: ReportSection {
    static let id = "dataset-hubs"

    func sections(on dataset: DescribedDataset) -> [Document.Section] {
        let hubs = dataset.summary.hubs
        guard !hubs.isEmpty else { return [] }
        let table = Table(
            [.text("hubs"), .number("users"), .number("share")],
            rows: hubs.map { [$0.resource, Number.grouped($0.users), Number.text($0.fraction)] })
        return [Document.Section(nil, [.table(table)])]
    }
}
