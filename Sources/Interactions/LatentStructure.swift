/// What a generator makes accesses from, or a detector takes them to be made from. A detector that is measured only on
/// data of its own structure is flattered.
public enum LatentStructure: String, Hashable, Sendable, Codable {
    /// Inner products of vectors of users and resources.
    case factors
    /// Groups of users and of resources.
    case blocks
    /// Roles, entitlements and routines.
    case rules
}
