/// What is odd about a log, in sentences: what makes models learn, or measurements say, other than what happened.
package struct LogDoubts: Hashable, Sendable {
    package let sentences: [String]

    package init(of log: AccessLog) {
        sentences = [Self.repeats(log), Self.twins(log), Self.order(log)].compactMap { $0 }
    }

    private static func repeats(_ log: AccessLog) -> String? {
        let rows = RepeatedRows(of: log)
        guard rows.isSuspicious(among: log.count) else { return nil }
        let percent = (rows.fraction * 1000).rounded() / 10
        return "\(percent) % of the rows equal an earlier one, stretch by stretch: see whether a file was read twice"
    }

    private static func twins(_ log: AccessLog) -> String? {
        let users = SpellingTwins(ofUsers: log.users).groups,
            resources = SpellingTwins(ofResources: log.resources).groups
        let example =
            users.first.map { ($0, log.users) } ?? resources.first.map { ($0, log.resources) }
        guard let (group, names) = example else { return nil }
        let spellings = group.prefix(2).map { "'\(names[Int($0)].name)'" }.joined(separator: " and ")
        return "\(users.count) accounts and \(resources.count) resources seem to have several spellings, such as "
            + "\(spellings): what is known under one of them is new under the other"
    }

    private static func order(_ log: AccessLog) -> String? {
        guard let order = RecordOrder(of: log), order.isSuspicious else { return nil }
        return
            "\(order.datedBack.count * order.step) rows are dated a day or more before those that stand around them: "
            + "see where their times come from"
    }
}
