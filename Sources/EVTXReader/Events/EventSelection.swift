import LogImport

/// Which events are read, by their numbers; no other one is looked at any further.
struct EventSelection {
    /// Whether accesses to files by their paths are read too.
    let includesFileAccess: Bool

    /// Whether events of a number are read.
    @inline(__always)
    func contains(_ number: Int) -> Bool {
        ShareEvent.Kind(rawValue: number) != nil || includesFileAccess && EventFieldTexts.isFileAccess(number)
    }
}
