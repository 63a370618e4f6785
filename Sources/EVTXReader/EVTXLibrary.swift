import CEVTX

/// The library below this module.
public enum EVTXLibrary {
    public static let version = String(cString: libevtx_get_version())
}
