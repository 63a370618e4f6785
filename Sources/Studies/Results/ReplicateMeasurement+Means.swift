package import Evaluation
package import Statistics

extension [ReplicateMeasurement] {
    /// A measurement's values by replicate and start; nil where one of them is undefined or there is none.
    package func nestedValues(metric: String, slice: String) -> [[Double]]? {
        let matching = filter { $0.measurement.metric == metric && $0.measurement.slice == slice }
        var byReplicate: [Int: [(start: Int, value: Double)]] = [:]
        for item in matching {
            guard let value = item.measurement.value.number else { return nil }
            byReplicate[item.replicate, default: []].append((item.initialization, value))
        }
        guard !byReplicate.isEmpty else { return nil }
        return byReplicate.sorted { $0.key < $1.key }.map { $0.value.sorted { $0.start < $1.start }.map(\.value) }
    }

    /// A measurement's values in the order of the replicates, each the mean over its starts; nil where one of them is
    /// undefined or there is none.
    package func values(metric: String, slice: String) -> [Double]? {
        nestedValues(metric: metric, slice: slice)?.map { $0.reduce(0, +) / Double($0.count) }
    }

    /// The mean of a measurement over the replicates. Its interval is that of the replicates and of the cases' own
    /// intervals, where these were stored, and never narrower than either; else of the replicates alone, which the method
    /// says: then it knows nothing of the cases that all replicates have in common.
    package func estimate(metric: String, slice: String) -> Estimate? {
        guard let values = values(metric: metric, slice: slice) else { return nil }
        let range = Metrics.standard.range(of: metric)
        guard let spread = Estimate.mean(of: values, within: range) else { return nil }
        let own = filter {
            $0.measurement.metric == metric && $0.measurement.slice == slice && $0.initialization == 0
        }.compactMap(\.measurement.interval)
        guard own.count == values.count else {
            return spread.interval == nil
                ? spread
                : Estimate(
                    value: spread.value, interval: spread.interval, method: spread.method + ", of replicates alone")
        }
        return spread.widened(by: own, of: values, within: range)
    }

    /// The means of all measurements over the replicates, in the order in which they first occur.
    ///
    /// - Parameter resampled: what is known of the means from cases that were resampled for all replicates at once.
    package func means(_ resampled: ResampledMeasurements.Means? = nil) -> [Evaluation.Measurement] {
        var seen: Set<[String]> = []
        return compactMap { item in
            let (metric, slice) = (item.measurement.metric, item.measurement.slice)
            guard seen.insert([metric, slice]).inserted else { return nil }
            let range = Metrics.standard.range(of: metric)
            let nested = try? resampled?.of(metric: metric, slice: slice)?.estimate(within: range)
            guard let estimate = nested ?? estimate(metric: metric, slice: slice) else {
                return Evaluation.Measurement(metric: metric, slice: slice, value: missing(metric, slice))
            }
            return Evaluation.Measurement(metric: metric, slice: slice, estimate)
        }
    }

    /// Why a measurement has no mean over the replicates.
    private func missing(_ metric: String, _ slice: String) -> MetricValue {
        let values = lazy.map(\.measurement).filter { $0.metric == metric && $0.slice == slice }.map(\.value)
        let never = values.count { $0.isNever }
        return never > 0 ? .never(in: never, of: values.count) : .undefined("undefined in a replicate")
    }
}

extension Estimate {
    /// The mean of replicates with an interval that is never narrower than the mean one of their own cases: the distances
    /// to its ends and the half-width that is known from the replicates are added in quadrature (G. Y. Zou, A. Donner,
    /// Statistics in Medicine 27, 2008, 1693–1702). What cases and replicates have in common counts twice, so that the
    /// interval errs on the wide side.
    fileprivate func widened(
        by own: [ClosedRange<Double>], of values: [Double], within range: ClosedRange<Double>
    ) -> Estimate {
        let count = Double(own.count)
        let low = own.reduce(0) { $0 + $1.lowerBound } / count, high = own.reduce(0) { $0 + $1.upperBound } / count
        // A median time to detection that may be never has an interval without an end.
        guard low.isFinite, high.isFinite else {
            return .withoutInterval(value, because: "the interval of a replicate's cases has no end")
        }
        let plain = Estimate.mean(of: values)?.interval
        let half = plain.map { ($0.upperBound - $0.lowerBound) / 2 } ?? 0
        func end(_ distance: Double) -> ClosedRange<Double> {
            Estimate.ends(
                around: value, half: (distance * distance + half * half).squareRoot(), within: range)
        }
        let ends = (min(low, end(value - low).lowerBound), max(high, end(high - value).upperBound))
        return Estimate(
            value: value, interval: ends.0 <= ends.1 ? ends.0...ends.1 : nil,
            method:
                "intervals of \(own.count == 1 ? "the replicate's cases" : "\(own.count) replicates' cases and t between them"), 95 %"
        )
    }
}
