/// Which of the cases a measurement is about.
public enum Slice: Hashable, Sendable {
    /// All of them.
    case pooled
    /// The attacks of one scenario and their benign twins, against all benign cases of the log.
    case scenario(Int)
    /// The attacks of one scenario against the benign cases that match them in the user's activity and the resource's
    /// popularity, so that neither tells them apart. Attacks without a match are left out.
    case matched(Int)
    /// The cases of one tenant.
    case tenant(Int)
}
