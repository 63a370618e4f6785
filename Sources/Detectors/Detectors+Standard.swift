extension Detectors {
    /// The detectors of this module.
    ///
    /// Each has parameters that normalise and calibrate its scores (``Normalized``). The ensemble stands apart, since it
    /// takes its members from those that are none.
    public static let standard = Detectors(single.types + [normalized(Ensemble.self)])
}
