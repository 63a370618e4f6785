import AccessLogs
import Statistics

/// A scored row that was made up, in the form in which definitions look at it. Empty words are missing ones.
struct MadeUpRow: Sendable {
    var score: Double?
    var isInjected: Bool
    var scenario = ""
    var attack = ""
    var user = ""
    var tenant = ""
    /// Days since 1970-01-01 and seconds of that day.
    var time: (day: Int, second: Int)?
    var weight = 1.0

    /// Accesses of one attack have this in common; nil for none.
    var attackKey: String? { isInjected && !attack.isEmpty ? "\(scenario)/\(attack)" : nil }

    /// The row as a line of a file.
    var line: String {
        let stamp = time.map { "\(Timestamp(microseconds: (Int64($0.day) * 86_400 + Int64($0.second)) * 1_000_000))" }
        let text = score.map { "\($0)" } ?? ""
        return [text, isInjected ? "1" : "0", scenario, attack, user, tenant, stamp ?? "", "\(weight)"]
            .joined(separator: ",")
    }

    static let header = "score,label,scenario,incident,user,tenant,time,weight"
}
