import CArchive
import CSimdJSON

/// The versions of the libraries below this module.
public enum LibraryVersions {
    /// The name and version of libarchive and of the libraries that it uses.
    public static let libarchive = String(cString: archive_version_details())
    /// The version of simdjson.
    public static let simdjson = String(cString: accesslab_simdjson_version())
}
