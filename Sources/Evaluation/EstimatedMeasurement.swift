/// A measurement with its interval, or the reason why it has none.
public struct EstimatedMeasurement: Hashable, Sendable {
    public var measurement: Evaluation.Measurement
    public var interval: ClosedRange<Double>?
    /// How the interval was made, or why there is none: `no interval: …`.
    public var method: String

    public init(measurement: Evaluation.Measurement, interval: ClosedRange<Double>?, method: String) {
        self.measurement = measurement
        self.interval = interval
        self.method = method
    }
}
