import Interactions

/// Injected accesses that reach training or the other phase.
struct InjectionsMeet: Lint {
    static let id = "injections-meet"
    static let pitfall = "injected accesses are learned from, or are the same in validation and test"

    func check(_ subject: LintSubject) -> LintFinding {
        let validation = Injected(subject.validation), test = Injected(subject.test)
        let actors = validation.actors.intersection(test.actors).count
        guard actors == 0 else { return .failure("\(actors) accounts act in the attacks of validation and of test") }
        let pairs = validation.pairs.intersection(test.pairs).count
        guard pairs == 0 else { return .failure("\(pairs) injected pairs are the same in validation and test") }
        var seen = 0
        for phase in subject.validation + subject.test {
            let smuggled = zip(phase.contamination.users, phase.contamination.resources).map(Pair.init)
            guard phase.injectedPairs.isDisjoint(with: smuggled) else {
                return .failure("pairs that a scenario put into training are measured as well")
            }
            let training = PairSet(of: phase.fold.training, in: subject.log)
            seen += phase.injectedPairs.count { training.contains(user: $0.user, resource: $0.resource) }
        }
        let evidence = "validation has \(validation.actors.count) actors, test \(test.actors.count), none in both"
        guard seen > 0 else { return .pass(evidence + "; no injected pair is in training") }
        // Accesses within what a user does anyway have known pairs by design; their scenario says so.
        return .warning(evidence + "; \(seen) injected accesses are of pairs that training holds")
    }

    private struct Injected {
        var actors: Set<Int32> = []
        var pairs: Set<Pair> = []

        init(_ phases: [LintSubject.Phase]) {
            for phase in phases {
                for access in phase.cases where access.isInjected {
                    actors.insert(access.user)
                    pairs.insert(Pair(access.user, access.resource))
                }
            }
        }
    }
}

/// A user and a resource.
private struct Pair: Hashable {
    let user: Int32
    let resource: Int32

    init(_ user: Int32, _ resource: Int32) {
        self.user = user
        self.resource = resource
    }
}

extension LintSubject.Phase {
    fileprivate var injectedPairs: Set<Pair> {
        Set(cases.lazy.filter(\.isInjected).map { Pair($0.user, $0.resource) })
    }
}
