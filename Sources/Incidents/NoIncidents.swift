/// Why accesses make no incidents.
package struct NoIncidents: Error, Hashable, Sendable {
    /// In a few words.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
