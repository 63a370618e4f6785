extension Detectors {
    /// The detectors of this module.
    ///
    /// Each has parameters that normalise and calibrate its scores (``Normalized``). The ensemble stands apart, since
    /// its members are looked up among the others.
    public static let standard = Detectors(single.all + [normalized(Ensemble.self)])
}
