import AccessLogs
import Algorithms
import Foundation

/// How many accounts visit a resource on a day: what many do at the same time is less unusual for each.
///
/// On a day of the week, h of whose accesses are made before a time of day, h (V + m)/(D + 1) visitors are expected until
/// then: V visitors came on D such days, and m on the mean working day, or day of a weekend.
struct VisitorsOfDay: Sendable {
    /// The visitors of each resource that are expected by the day of the week.
    private let visitors: [VisitHabits.Week]
    /// The part of accesses that is made before each minute of the day.
    private let before: [Double]

    private static let minute = Int64(60_000_000)
    private static let minutes = Int(Timestamp.day / minute)

    init(of history: SignalHistory) {
        var visitors = [VisitHabits.Week](repeating: VisitHabits.Week(), count: history.resources)
        var before = [Double](repeating: 0, count: Self.minutes + 1), met: Set<Int32> = []
        for window in history.activity.windows.windows {
            met.removeAll(keepingCapacity: true)
            let weekday = Timestamp.weekday(ofDay: window.day)
            for access in history.activity.windows.accesses[window.range] {
                before[Self.minute(of: access.microseconds) + 1] += 1
                let resource = Int(access.resource)
                guard resource < visitors.count, met.insert(access.resource).inserted else { continue }
                visitors[resource][weekday] += 1
            }
        }
        for minute in 0..<Self.minutes { before[minute + 1] += before[minute] }
        let all = max(1, before[Self.minutes])
        self.before = before.map { $0 / all }
        var days = VisitHabits.Week()
        for day in history.days { days[Timestamp.weekday(ofDay: day)] += 1 }
        let kinds = [0..<5, 5..<7]
        self.visitors = visitors.map { visitors in
            var expected = VisitHabits.Week()
            for kind in kinds {
                let mean = kind.reduce(0) { $0 + visitors[$1] } / max(1, kind.reduce(0) { $0 + days[$1] })
                for weekday in kind { expected[weekday] = (visitors[weekday] + mean) / (days[weekday] + 1) }
            }
            return expected
        }
    }

    /// The visitors that are expected on the day of a time, until that time.
    func expected(at resource: Int32, until microseconds: Int64) -> Double {
        guard Int(resource) < visitors.count else { return 0 }
        let weekday = Timestamp.weekday(ofDay: Timestamp(microseconds: microseconds).dayNumber)
        return before[Self.minute(of: microseconds)] * Double(visitors[Int(resource)][weekday])
    }

    private static func minute(of microseconds: Int64) -> Int {
        Int(((microseconds % Timestamp.day) + Timestamp.day) % Timestamp.day / minute)
    }

    /// When accounts came to resources on the days of an activity.
    struct Arrivals {
        private struct Arrival {
            let day: Int
            let resource: Int32
            let microseconds: Int64
        }

        /// The first access of each account and day, by day, resource and time.
        private let arrivals: [Arrival]

        /// - Parameter activity: the accounts that have no window in it are counted, too.
        init(in activity: Activity) {
            var arrivals: [Arrival] = [], met: Set<Int32> = []
            func add(_ window: AccountWindows.Window, _ accesses: ArraySlice<AccountWindows.Access>) {
                met.removeAll(keepingCapacity: true)
                for access in accesses where met.insert(access.resource).inserted {
                    arrivals.append(
                        Arrival(day: window.day, resource: access.resource, microseconds: access.microseconds))
                }
            }
            for window in activity.windows.windows { add(window, activity.windows.accesses[window.range]) }
            activity.others.forEachWindow(add)
            self.arrivals = arrivals.sorted {
                ($0.day, $0.resource, $0.microseconds) < ($1.day, $1.resource, $1.microseconds)
            }
        }

        /// How many accounts came to a resource on a day before a time.
        func count(at resource: Int32, on day: Int, before microseconds: Int64) -> Int {
            let first = arrivals.partitioningIndex { ($0.day, $0.resource) >= (day, resource) }
            let after = arrivals.partitioningIndex {
                ($0.day, $0.resource, $0.microseconds) >= (day, resource, microseconds)
            }
            return after - first
        }
    }
}
