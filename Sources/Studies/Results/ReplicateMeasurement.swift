public import Evaluation

/// The measurement of one start in one replicate.
public struct ReplicateMeasurement: Hashable, Sendable {
    /// The replicate, from zero.
    public let replicate: Int
    /// The start within the replicate, from zero.
    public let initialization: Int
    /// With the interval of the replicate's own cases, where one was asked for.
    public let measurement: Evaluation.Measurement

    public init(replicate: Int, initialization: Int = 0, measurement: Evaluation.Measurement) {
        self.replicate = replicate
        self.initialization = initialization
        self.measurement = measurement
    }
}
