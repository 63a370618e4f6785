/// The most that a simulation may hold at a time: a file of a few lines must not exhaust a machine.
enum SimulationLimit {
    /// Users, or resources, of all tenants. Each takes some 150 bytes: 7.5 GB in all.
    static let names = 50_000_000
    /// Entries of the tables that choices and tasks are made from, of 16 to 100 bytes: some gigabytes in all.
    static let entries = 50_000_000
    /// Expected accesses. Each takes 12 bytes until the log is made and 29 in it: 40 GB in all.
    static let accesses = 1e9
}
