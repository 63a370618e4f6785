import Interactions

/// Data made by the very structure that a detector assumes.
struct SharedLatentModel: Lint {
    static let id = "shared-latent-model"
    static let pitfall = "the generator has the latent structure of a detector, which it flatters"

    func check(_ subject: LintSubject) -> LintFinding {
        let kinds = Set(subject.generators.map { $0.simulator ?? "real data" }).sorted()
        let structures = Set(subject.generators.map(\.structure))
        let listed = kinds.joined(separator: ", ")
        if structures.count == 1, let only = structures.first ?? nil,
            let favoured = subject.algorithms.first(where: { $0.structure == only })
        {
            return .failure("all data come from \(listed), which has the structure of \(favoured.id): \(only.rawValue)")
        }
        guard kinds.count > 1 || kinds == ["real data"] else {
            return .warning("all data come from \(listed) alone; add another kind of organisation or real data")
        }
        return .pass("data come from \(listed)")
    }
}
