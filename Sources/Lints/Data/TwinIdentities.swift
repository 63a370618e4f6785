import AccessLogs
import Interactions

/// One account, or one resource, under two spellings: what it did under one of them is new under the other.
struct TwinIdentities: Lint {
    static let id = "twin-identities"
    static let pitfall = "one account or resource under two spellings, so that known accesses count as new"

    /// The fraction of the benign cases that may be known under another spelling.
    private static let tolerated = 0.01

    func check(_ subject: LintSubject) -> LintFinding {
        let log = subject.log
        let users = SpellingTwins(ofUsers: log.users), resources = SpellingTwins(ofResources: log.resources)
        guard let example = Self.example(users, log.users) ?? Self.example(resources, log.resources) else {
            return .pass("no two names are spellings of one account or resource")
        }
        let found =
            "\(users.groups.count) accounts and \(resources.groups.count) resources have several spellings, such as \(example)"
        func reading(_ user: Int32, _ resource: Int32) -> (user: Int32, resource: Int32) {
            (
                Int(user) < users.representative.count ? users.representative[Int(user)] : user,
                Int(resource) < resources.representative.count ? resources.representative[Int(resource)] : resource
            )
        }
        var disguised = 0, benign = 0
        for phase in subject.validation + subject.test {
            let training = PairSet(of: phase.fold.training, in: log)
            var readings = PairSet()
            for access in phase.fold.training {
                let pair = reading(log.user[access], log.resource[access])
                readings.insert(user: pair.user, resource: pair.resource)
            }
            for access in phase.cases where access.label == .benign {
                benign += 1
                let pair = reading(access.user, access.resource)
                if !training.contains(user: access.user, resource: access.resource),
                    readings.contains(user: pair.user, resource: pair.resource)
                {
                    disguised += 1
                }
            }
        }
        let known = "\(disguised) of \(benign) benign cases are known to training under another spelling"
        let remedy = "give each account and each resource one spelling before the log is read"
        guard Double(disguised) < max(5, Self.tolerated * Double(benign)) else {
            return .failure("\(known); \(found): \(remedy)")
        }
        return disguised > 0 ? .warning("\(known); \(found): \(remedy)") : .pass("\(found); \(known)")
    }

    private static func example(_ twins: SpellingTwins, _ names: Vocabulary) -> String? {
        twins.groups.first.map { group in group.prefix(2).map { "'\(names[Int($0)].name)'" }.joined(separator: " and ")
        }
    }
}
