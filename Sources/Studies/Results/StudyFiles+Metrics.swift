import Algorithms
import Evaluation
import Files

extension StudyFiles {
    /// A line of ``StudyFileName/metrics``: a measurement, or the mean of one over the replicates.
    private struct MetricLine {
        static let columns = [
            "trial", "dataset", "algorithm", "phase", "replicate", "initialization", "slice", "metric", "value",
            "ci_low", "ci_high", "note", "injected_fraction",
        ]

        let trial: TrialPlan
        let phase: TrialPhase
        /// The replicate and the start within it; nil for the mean.
        let place: (replicate: Int, initialization: Int)?
        let measurement: Evaluation.Measurement
        /// The fraction of injected ones among the cases; nil where that is not known.
        let injectedFraction: Double?

        /// The fields in the order of the columns.
        var text: String {
            let place = place.map { [String($0.replicate), String($0.initialization)] } ?? ["mean", ""]
            return CSVLine.text(
                [String(trial.number), trial.dataset, trial.algorithm, phase.description] + place
                    + [measurement.slice, measurement.metric] + estimate
                    + [injectedFraction.map { "\($0)" } ?? ""])
        }

        private var estimate: [String] {
            guard let value = measurement.value.number else { return ["", "", "", measurement.value.reason ?? ""] }
            let bounds = [measurement.interval?.lowerBound, measurement.interval?.upperBound]
            return ["\(value)"] + bounds.map { $0.map { "\($0)" } ?? "" }
                + [measurement.method ?? "no interval asked for"]
        }
    }

    /// ``StudyFileName/metrics``: every measurement in long form. Rows of single replicates have an interval on the
    /// sealed test; the row `mean` has the one over the replicates. The note says how it was made, or why a measurement
    /// is undefined. The last column is the fraction of injected ones among the cases.
    func writeMetrics(plan: StudyPlan, store: StudyStore) throws {
        var text = CSVLine.text(MetricLine.columns)
        let cases = Dictionary(try cases().map { ($0.dataset, $0) }, uniquingKeysWith: { first, _ in first })
        for trial in plan.trials {
            let rungs = plan.rungs(of: trial.algorithm).map { TrialPhase.rung(steps: $0) }
            for phase in rungs + [.validation, .refit, .test] {
                let means = phase == .test ? try store.testMeans(trial: trial.number) : []
                let measurements = try store.measurements(trial: trial.number, phase: phase)
                for line in lines(of: measurements, means: means, trial, phase, cases[trial.dataset]) {
                    text += line.text
                }
            }
        }
        try write(text, to: .metrics)
    }

    /// The measurements of each metric on each slice, followed by their mean.
    ///
    /// - Parameter means: those that are stored; where there are none, they are computed.
    private func lines(
        of measurements: [ReplicateMeasurement], means: [Evaluation.Measurement], _ trial: TrialPlan,
        _ phase: TrialPhase,
        _ cases: MeasuredCases?
    ) -> [MetricLine] {
        let stored = Dictionary(means.map { ([$0.metric, $0.slice], $0) }, uniquingKeysWith: { first, _ in first })
        let sorted = measurements.sorted {
            ($0.measurement.metric, $0.measurement.slice, $0.replicate, $0.initialization)
                < ($1.measurement.metric, $1.measurement.slice, $1.replicate, $1.initialization)
        }
        return sorted.chunked(by: {
            $0.measurement.metric == $1.measurement.metric && $0.measurement.slice == $1.measurement.slice
        }).flatMap { same in
            same.map {
                MetricLine(
                    trial: trial, phase: phase, place: ($0.replicate, $0.initialization), measurement: $0.measurement,
                    injectedFraction: cases?.injectedFraction(
                        of: $0.measurement.slice, phase: phase, replicate: $0.replicate))
            }
                + Array(same).means().map {
                    MetricLine(
                        trial: trial, phase: phase, place: nil, measurement: stored[[$0.metric, $0.slice]] ?? $0,
                        injectedFraction: cases?.injectedFraction(of: $0.slice, phase: phase, replicate: nil))
                }
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
