package import Evaluation

/// The measurement of one start in one replicate.
package struct ReplicateMeasurement: Hashable, Sendable {
    /// The replicate, from zero.
    package let replicate: Int
    /// The start within the replicate, from zero.
    package let initialization: Int
    /// With the interval of the replicate's own cases, where one was asked for.
    package let measurement: Evaluation.Measurement

    package init(replicate: Int, initialization: Int = 0, measurement: Evaluation.Measurement) {
        self.replicate = replicate
        self.initialization = initialization
        self.measurement = measurement
    }
}
