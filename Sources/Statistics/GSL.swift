import CGSL

/// The statistics library below this module.
public enum GSL {
    public static let version = String(cString: accesslab_gsl_version())
}
