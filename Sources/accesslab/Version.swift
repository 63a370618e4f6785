import CBuild

/// The version of the program.
enum Version {
    /// With the commit that it was built from, where that is known: `0.1.0 (ac4dcd2f0b1e)`.
    static let current: String = {
        let commit = String(cString: accesslab_commit())
        return commit.isEmpty ? number : "\(number) (\(commit))"
    }()

    static let number = String(cString: accesslab_version())
}
