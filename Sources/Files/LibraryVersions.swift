import CArchive
import CSimdJSON

/// The versions of the libraries below this module.
public enum LibraryVersions {
    public static let libarchive = String(cString: archive_version_details())
    public static let simdjson = String(cString: accesslab_simdjson_version())
}
