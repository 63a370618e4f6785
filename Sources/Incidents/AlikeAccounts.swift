import Interactions

/// How alike an account's resources and those of other accounts are: the squared cosine of their sets.
struct AlikeAccounts {
    private let profile: TrainingProfile
    /// By account; 0 for those that have nothing in common with the account that was asked for last.
    private(set) var weights: [Double]
    /// The accounts that have a weight.
    private var met: [Int32] = []

    /// The most accounts of one resource that likeness is told from: a resource that everybody has tells nothing.
    private static let mostAccounts = 2000

    init(in history: SignalHistory) {
        profile = history.profile
        weights = Array(repeating: 0, count: history.users)
    }

    /// Finds the weights of the accounts that are like one.
    mutating func find(like user: Int32) {
        for other in met { weights[Int(other)] = 0 }
        met.removeAll(keepingCapacity: true)
        let own = profile.resources(ofUser: user)
        for resource in own {
            let users = profile.users(ofResource: resource)
            guard users.count <= Self.mostAccounts else { continue }
            for other in users where other != user {
                if weights[Int(other)] == 0 { met.append(other) }
                weights[Int(other)] += 1
            }
        }
        for other in met {
            let common = weights[Int(other)]
            weights[Int(other)] = common * common / (Double(own.count) * Double(profile.activity(ofUser: other)))
        }
    }
}
