/// What accounts may turn to, some of it kept: learning walks through the same accesses several times.
struct KeptChoices {
    let alternatives: Alternatives
    private var kept: [Int32: Alternatives.Choice] = [:]
    private let most: Int

    /// As many as fit into some tens of megabytes.
    private static let mostWhileLearning = 4096

    /// For one walk, of which nothing is kept.
    init(of alternatives: Alternatives) {
        self.alternatives = alternatives
        most = 0
    }

    /// For several walks through the same accesses.
    init(learningIn alternatives: Alternatives) {
        self.alternatives = alternatives
        most = Self.mostWhileLearning
    }

    /// - Parameter asked: what the account turns to, the same at each question.
    mutating func choice(of user: Int32, asked: [Int32]) throws -> Alternatives.Choice {
        if let choice = kept[user] { return choice }
        let choice = try alternatives.choice(of: user, asked: asked)
        if kept.count < most { kept[user] = choice }
        return choice
    }
}
