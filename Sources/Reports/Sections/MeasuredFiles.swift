import Evaluation
import Statistics

/// The measurements of each file of scored rows.
struct MeasuredFiles: ReportSection {
    static let id = "measured-files"

    func sections(on evaluation: TableEvaluation) -> [Document.Section] {
        evaluation.files.map { file in
            let warnings = file.warnings.isEmpty ? [] : [Block.list(file.warnings.map { "warning: \($0)" })]
            return Document.Section(heading(of: file), warnings + [.table(measurements(of: file))])
        }
    }

    private func heading(of file: TableEvaluation.File) -> String {
        "\(file.name): \(Number.counted(file.rows, "row")), \(Number.grouped(file.injected)) injected"
            + (file.injectedFraction.map { " (\(Number.percent($0)))" } ?? "")
            + (file.unscored > 0 ? ", \(Number.grouped(file.unscored)) without a score; " : "; ")
            + (file.tenants > Evaluation.mostTenants
                ? "\(Number.grouped(file.tenants)) tenants, too many to be measured one by one; " : "")
            + (window(of: file).map { $0 + "; " } ?? "") + "columns \(file.columns.joined(separator: ", "))"
    }

    /// The days of the window; nil where the file has no times.
    private func window(of file: TableEvaluation.File) -> String? {
        guard let days = file.days, let first = file.firstDay, let last = file.lastDay else {
            return file.columns.contains("time") ? "some rows without time, so that none counts" : nil
        }
        return "\(first) to \(last) (\(Number.counted(days.count, "day")))"
    }

    private func measurements(of file: TableEvaluation.File) -> Table {
        var slices: [String] = []
        for slice in file.measurements.map(\.slice) where !slices.contains(slice) { slices.append(slice) }
        // With one scenario or none the mean over scenarios says nothing new.
        if slices.count <= 3 { slices = [Evaluation.pooled] }
        var metrics: [String] = []
        for measurement in file.measurements where !metrics.contains(measurement.metric) {
            metrics.append(measurement.metric)
        }
        let cells = Dictionary(
            file.measurements.map { ([$0.metric, $0.slice], $0) }, uniquingKeysWith: { first, _ in first })
        // What a budget allows is said where there is one.
        let hasBudget = !file.attainable.isEmpty
        func bound(_ metric: String, _ measurements: [Evaluation.Measurement]) -> String {
            measurements.first { $0.metric == metric }?.value.number.map { Number.text($0, digits: 3) } ?? ""
        }
        return Table(
            [.text("metric")] + slices.map { .number($0) }
                + (hasBudget ? [.number("\(Evaluation.pooled): attainable"), .number("random")] : [])
                + [.text("interval of \(Evaluation.pooled)")],
            rows: metrics.map { metric in
                [Evaluation.Measurement.title(of: metric)]
                    + slices.map { slice in cells[[metric, slice]].map(text) ?? "" }
                    + (hasBudget ? [bound(metric, file.attainable), bound(metric, file.random)] : [])
                    + [cells[[metric, Evaluation.pooled]].map(method) ?? ""]
            })
    }

    private func text(_ measurement: Evaluation.Measurement) -> String {
        guard let value = measurement.value.number else { return measurement.value.word }
        return measurement.estimate.map { Number.withInterval($0) } ?? Number.text(value)
    }

    private func method(_ measurement: Evaluation.Measurement) -> String {
        guard let reason = measurement.value.reason else { return measurement.method ?? "" }
        return measurement.value.isNever ? reason : "undefined: \(reason)"
    }
}
