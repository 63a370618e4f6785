/// Each window with the earlier ones of its account within a week.
struct RecentWindows {
    /// The days that count, that of the window included.
    private static let days = 7

    private let activity: Activity
    private var ofAccount: [Int32: [Int]] = [:]

    init(in activity: Activity) {
        self.activity = activity
    }

    /// The windows of a week, the window itself last.
    ///
    /// - Precondition: windows are asked for in their order, each once.
    mutating func week(of window: Int) -> [Int] {
        let windows = activity.windows.windows, user = windows[window].user
        let week =
            (ofAccount[user] ?? []).filter { windows[$0].day > windows[window].day - Self.days } + [window]
        ofAccount[user] = week
        return week
    }

    /// The weeks of some windows, each with the window itself last.
    static func weeks(of windows: [Int], in activity: Activity) -> [[Int]] {
        var recent = RecentWindows(in: activity), weeks: [Int: [Int]] = [:]
        let wanted = Set(windows)
        for window in 0..<activity.count {
            let week = recent.week(of: window)
            if wanted.contains(window) { weeks[window] = week }
        }
        return windows.map { weeks[$0] ?? [$0] }
    }
}
