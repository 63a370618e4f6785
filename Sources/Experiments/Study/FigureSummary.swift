public import Statistics

extension [ReplicateFigure] {
    /// A figure's values in the order of the replicates; nil where one of them is undefined or there is none.
    public func values(metric: String, slice: String) -> [Double]? {
        let matching = filter { $0.figure.metric == metric && $0.figure.slice == slice }
            .sorted { $0.replicate < $1.replicate }
        let values = matching.compactMap(\.figure.value.number)
        return values.isEmpty || values.count < matching.count ? nil : values
    }

    /// The mean of a figure over the replicates, with an interval over them.
    public func estimate(metric: String, slice: String) -> Estimate? {
        values(metric: metric, slice: slice).flatMap { Estimate.mean(of: $0) }
    }
}
