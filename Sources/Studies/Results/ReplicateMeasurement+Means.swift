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

    /// The mean of a measurement over the replicates, with an interval over them.
    package func estimate(metric: String, slice: String) -> Estimate? {
        values(metric: metric, slice: slice).flatMap { Estimate.mean(of: $0) }
    }

    /// The means of all measurements over the replicates, in the order in which they first occur.
    package var means: [Evaluation.Measurement] {
        var seen: Set<[String]> = []
        return compactMap { item in
            let (metric, slice) = (item.measurement.metric, item.measurement.slice)
            guard seen.insert([metric, slice]).inserted else { return nil }
            guard let estimate = estimate(metric: metric, slice: slice) else {
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

    /// The mean over the replicates for people, or the word for what is none.
    package func text(metric: String, slice: String) -> String {
        estimate(metric: metric, slice: slice).map { Number.text($0) } ?? missing(metric, slice).word
    }
}
