public import AccessLogs

/// Accesses sorted into windows: what each account does in each day, in the order of time.
///
/// A window is an account in a day. Windows are in the order of their days, and in a day in that of the accounts, so that
/// what is earlier never stands behind what is later.
public struct AccountWindows: Sendable {
    /// An access that falls into a window.
    public struct Access: Hashable, Sendable {
        /// The account, an index into the log's users; made-up newcomers are numbered from the number of users on.
        public var user: Int32
        /// The resource, an index into the log's resources, likewise.
        public var resource: Int32
        /// Microseconds since 1970.
        public var microseconds: Int64
        /// What the access is to whoever made the windows, such as its index in a list; −1 for nothing.
        public var origin: Int32

        /// An access by the log's indices.
        public init(user: Int32, resource: Int32, microseconds: Int64, origin: Int32 = -1) {
            self.user = user
            self.resource = resource
            self.microseconds = microseconds
            self.origin = origin
        }
    }

    /// An account in a day.
    public struct Window: Hashable, Sendable {
        /// The account, an index into the log's users.
        public let user: Int32
        /// The day (UTC) since 1970-01-01.
        public let day: Int
        /// Its accesses in ``AccountWindows/accesses``; never empty.
        public let range: Range<Int>
    }

    /// All accesses, window by window, in the order of time.
    public let accesses: [Access]
    /// By day, then by account.
    public let windows: [Window]

    /// - Parameter accesses: in any order; those of the same account and time stay in the order given.
    public init(_ accesses: [Access]) {
        let days = accesses.map { Timestamp(microseconds: $0.microseconds).dayNumber }
        let order = accesses.indices.sorted {
            let first = accesses[$0], second = accesses[$1]
            return (days[$0], first.user, first.microseconds, $0) < (days[$1], second.user, second.microseconds, $1)
        }
        self.accesses = order.map { accesses[$0] }
        var windows: [Window] = [], start = 0
        for end in order.indices.dropFirst() + [order.count] where end > start {
            let first = order[start]
            if end < order.count, accesses[order[end]].user == accesses[first].user, days[order[end]] == days[first] {
                continue
            }
            windows.append(Window(user: accesses[first].user, day: days[first], range: start..<end))
            start = end
        }
        self.windows = windows
    }

    /// The windows of some accesses of a log.
    ///
    /// - Parameters:
    ///   - rows: indices of the log's accesses, which have times.
    ///   - added: further accesses.
    public init(of rows: some Sequence<Int>, in log: AccessLog, adding added: [Access] = []) {
        self.init(
            rows.map {
                Access(user: log.user[$0], resource: log.resource[$0], microseconds: log.microseconds[$0])
            } + added)
    }

    /// The days from the first window to the last; empty without windows.
    public var days: Range<Int> {
        guard let first = windows.first, let last = windows.last else { return 0..<0 }
        return first.day..<last.day + 1
    }
}
