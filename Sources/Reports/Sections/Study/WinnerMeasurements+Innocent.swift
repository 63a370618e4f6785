import Evaluation
import Experiments
import Statistics
import Studies

extension WinnerMeasurements {
    /// Which innocent events of a simulated organisation raise alerts, where nobody attacks and the winner looks; nil where
    /// none are known.
    static func innocentEvents(_ winner: DatasetResult.Entry, budgets: [Double]) -> Table? {
        var slices: [String] = []
        for slice in winner.testMeans.map(\.slice) where slice.hasPrefix(Evaluation.innocent) && !slices.contains(slice)
        {
            slices.append(slice)
        }
        let measured = Set(winner.testMeans.map(\.metric))
        let columns = [
            ("incident_recall", "of these with an alert"), ("incident_precision", "of the alerts"),
        ].flatMap { name, words in
            budgets.map { budget in
                (
                    metric: MetricReference(name: name, alertsPerDay: budget).description,
                    title: "\(words), \(Number.text(budget, digits: 3)) a day"
                )
            }
        }.filter { measured.contains($0.metric) }
        guard !slices.isEmpty, !columns.isEmpty else { return nil }
        return Table(
            [.text("innocent events, nobody attacking")] + columns.map { .number($0.title) },
            rows: slices.map { slice in
                [String(slice.dropFirst(Evaluation.innocent.count))] + columns.map { winner.cell($0.metric, slice) }
            })
    }
}
