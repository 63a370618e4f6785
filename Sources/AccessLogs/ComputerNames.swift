/// What becomes of computers that a log names in short and in full, `FS01` and `FS01.corp.example`.
public enum ComputerNames: String, CaseIterable, Hashable, Sendable, Codable {
    /// A short name stands for the one full name that begins with it, where the log has just one.
    case joined
    /// The first label of a name is the computer; those of two domains are then one.
    case short
    /// Names are told apart as they are spelled, but for their case.
    case asLogged = "as-logged"
}
