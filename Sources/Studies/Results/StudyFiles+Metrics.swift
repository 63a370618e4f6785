import Algorithms
import Evaluation
import Files

extension StudyFiles {
    /// A line of ``StudyFileName/metrics``: a measurement, or the mean of one over the replicates.
    private struct MetricLine {
        static let columns = [
            "trial", "dataset", "algorithm", "phase", "replicate", "initialization", "slice", "metric", "value",
            "ci_low", "ci_high", "note",
        ]

        let trial: TrialPlan
        let phase: TrialPhase
        /// The replicate and the start within it; nil for the mean.
        let place: (replicate: Int, initialization: Int)?
        let measurement: Evaluation.Measurement

        /// The fields in the order of the columns.
        var text: String {
            let place = place.map { [String($0.replicate), String($0.initialization)] } ?? ["mean", ""]
            return CSVLine.text(
                [String(trial.number), trial.dataset, trial.algorithm, phase.description] + place
                    + [measurement.slice, measurement.metric] + estimate)
        }

        private var estimate: [String] {
            switch measurement.value {
            case .undefined(let reason): return ["", "", "", reason]
            case .defined(let value):
                let bounds = [measurement.interval?.lowerBound, measurement.interval?.upperBound]
                return ["\(value)"] + bounds.map { $0.map { "\($0)" } ?? "" }
                    + [measurement.method ?? "no interval asked for"]
            }
        }
    }

    /// ``StudyFileName/metrics``: every measurement in long form. Rows of single replicates have an interval on the
    /// sealed test; the row `mean` has the one over the replicates. The note says how it was made, or why a measurement
    /// is undefined.
    func writeMetrics(plan: StudyPlan, store: StudyStore) throws {
        var text = CSVLine.text(MetricLine.columns)
        let phases = plan.rungs.map { TrialPhase.rung(steps: $0) } + [.validation, .refit, .test]
        for trial in plan.trials {
            for phase in phases {
                for line in lines(of: try store.measurements(trial: trial.number, phase: phase), trial, phase) {
                    text += line.text
                }
            }
        }
        try write(text, to: .metrics)
    }

    /// The measurements of each metric on each slice, followed by their mean.
    private func lines(
        of measurements: [ReplicateMeasurement], _ trial: TrialPlan, _ phase: TrialPhase
    ) -> [MetricLine] {
        let sorted = measurements.sorted {
            ($0.measurement.metric, $0.measurement.slice, $0.replicate, $0.initialization)
                < ($1.measurement.metric, $1.measurement.slice, $1.replicate, $1.initialization)
        }
        return sorted.chunked(by: {
            $0.measurement.metric == $1.measurement.metric && $0.measurement.slice == $1.measurement.slice
        }).flatMap { same in
            same.map {
                MetricLine(
                    trial: trial, phase: phase, place: ($0.replicate, $0.initialization), measurement: $0.measurement)
            } + Array(same).means.map { MetricLine(trial: trial, phase: phase, place: nil, measurement: $0) }
        }
    }

    /// ``StudyFileName/costs``: what the chosen trials cost on the sealed tests. Times differ from run to run, so that
    /// they are kept apart from the measurements.
    func writeCosts(plan: StudyPlan, store: StudyStore) throws {
        var text = CSVLine.text([
            "trial", "dataset", "algorithm", "replicate", "fit_seconds", "scores_per_second", "peak_memory_bytes",
            "model_bytes",
        ])
        for trial in plan.trials {
            for (replicate, cost) in try store.costs(trial: trial.number).enumerated() {
                text += CSVLine.text([
                    String(trial.number), trial.dataset, trial.algorithm, String(replicate), "\(cost.fitSeconds)",
                    "\(cost.scoresPerSecond)", cost.peakMemoryBytes.map(String.init) ?? "", String(cost.modelBytes),
                ])
            }
        }
        try write(text, to: .costs)
    }
}
