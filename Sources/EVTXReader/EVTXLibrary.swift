import CEVTX

/// The library below this module.
package enum EVTXLibrary {
    package static let version = String(cString: libevtx_get_version())
}
