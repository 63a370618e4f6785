/// What cases must have for a metric to be defined.
public struct MetricNeeds: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Labels: both benign and injected cases.
    public static let labels = MetricNeeds(rawValue: 1 << 0)
    /// A time for every case.
    public static let time = MetricNeeds(rawValue: 1 << 1)
    /// The user of every case.
    public static let users = MetricNeeds(rawValue: 1 << 2)
    /// The attack of every injected case.
    public static let attacks = MetricNeeds(rawValue: 1 << 3)

    private static let names: [(MetricNeeds, String)] = [
        (.labels, "labels"), (.time, "times"), (.users, "users"), (.attacks, "incidents"),
    ]

    /// The needs in words, for reports: `labels`, `times`.
    public var names: [String] { Self.names.filter { contains($0.0) }.map(\.1) }
}
