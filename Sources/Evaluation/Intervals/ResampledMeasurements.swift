package import Statistics

/// The measurements of a window with what resamples of its cases gave.
package struct ResampledMeasurements: Sendable {
    /// With the intervals of the window's own cases.
    package let measurements: [Evaluation.Measurement]
    /// For each measurement its value in every resample, NaN where it has none; empty where cases were not resampled.
    let draws: [[Double]]
    /// For each measurement the clusters of its cases.
    let clusters: [CaseResampling.ClusterCounts]

    /// The means over windows that have their benign cases in common and were resampled with one
    /// ``IntervalEstimation/sharedSeed``; a single window is its own mean.
    package struct Means: Sendable {
        /// What is known of each measurement that has a value in every window, by metric and slice.
        private let found: [Key: NestedReplicates]

        private struct Key: Hashable {
            let metric: String
            let slice: String
        }

        /// - Parameters:
        ///   - windows: measured with the same metrics and budgets.
        ///   - values: the value of a measurement in each window, where it is not that of the resampled model alone, such
        ///     as a mean over starts; nil for that.
        package init(
            of windows: [ResampledMeasurements],
            values: (_ metric: String, _ slice: String) -> [Double]? = { _, _ in nil }
        ) {
            var found: [Key: NestedReplicates] = [:]
            for index in windows.first?.measurements.indices ?? 0..<0 {
                guard let measurement = windows.first?.measurements[index],
                    windows.allSatisfy({
                        $0.measurements.indices.contains(index) && $0.measurements[index].metric == measurement.metric
                            && $0.measurements[index].slice == measurement.slice && !$0.draws[index].isEmpty
                    })
                else { continue }
                let own = windows.compactMap { $0.measurements[index].value.number }
                // Where incidents are many, one window may have fewer resamples than another.
                guard own.count == windows.count, Set(windows.map { $0.draws[index].count }).count == 1 else {
                    continue
                }
                found[Key(metric: measurement.metric, slice: measurement.slice)] = NestedReplicates(
                    values: values(measurement.metric, measurement.slice) ?? own,
                    draws: windows.map { $0.draws[index] }, units: Self.units(of: windows, at: index))
            }
            self.found = found
        }

        /// What is known of a measurement; nil where it has no value in some window, or was not resampled.
        package func of(metric: String, slice: String) -> NestedReplicates? {
            found[Key(metric: metric, slice: slice)]
        }

        /// The fewest units of any window, whose attacks are counted over all windows.
        fileprivate static func units(of windows: [ResampledMeasurements], at index: Int) -> ResampledUnits? {
            windows.compactMap { $0.clusters[index].units(windows: windows.count) }
                .max { $0.deviations(for: 0.95) < $1.deviations(for: 0.95) }
        }
    }

    /// How one measurement of two scorers of the same windows differs, first less second: what their resamples, which are
    /// paired, say of the difference.
    ///
    /// - Returns: nil where either has no value somewhere, or was not resampled.
    package static func difference(
        _ first: [ResampledMeasurements], _ second: [ResampledMeasurements], metric: String, slice: String
    ) -> NestedReplicates? {
        guard first.count == second.count, !first.isEmpty else { return nil }
        var values: [Double] = [], draws: [[Double]] = [], windows: [ResampledMeasurements] = [], place = 0
        for (one, other) in zip(first, second) {
            guard let index = one.index(metric, slice), let same = other.index(metric, slice),
                let value = one.measurements[index].value.number, let less = other.measurements[same].value.number,
                !one.draws[index].isEmpty, one.draws[index].count == other.draws[same].count
            else { return nil }
            values.append(value - less)
            draws.append(zip(one.draws[index], other.draws[same]).map { $0 - $1 })
            windows.append(one)
            place = index
        }
        return NestedReplicates(values: values, draws: draws, units: Means.units(of: windows, at: place))
    }

    /// Together with those of other cases of the same window, which have other metrics.
    package func adding(_ others: ResampledMeasurements) -> ResampledMeasurements {
        ResampledMeasurements(
            measurements: measurements + others.measurements, draws: draws + others.draws,
            clusters: clusters + others.clusters)
    }

    private func index(_ metric: String, _ slice: String) -> Int? {
        measurements.firstIndex { $0.metric == metric && $0.slice == slice }
    }

    /// Without what was resampled, except of one measurement: all that is needed to compare scorers by it.
    package func keeping(metric: String, slice: String) -> ResampledMeasurements {
        let kept = measurements.indices.filter { measurements[$0].metric == metric && measurements[$0].slice == slice }
        return ResampledMeasurements(
            measurements: kept.map { measurements[$0] }, draws: kept.map { draws[$0] },
            clusters: kept.map { clusters[$0] })
    }
}
