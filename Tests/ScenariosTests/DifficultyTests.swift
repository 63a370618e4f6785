import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Scenarios
import Statistics
import Testing

/// A plain detector: a pair is the less anomalous the more similar the user is to the users of the resource.
private struct Neighbors {
    private var resources: [Int32: Set<Int32>] = [:]
    private var users: [Int32: [Int32]] = [:]

    init(of profile: TrainingProfile, and contamination: [InjectedAccess]) {
        for user in 0..<Int32(profile.resourcesOfUsers.rows) { resources[user] = Set(profile.resources(ofUser: user)) }
        for access in contamination { resources[access.user, default: []].insert(access.resource) }
        for (user, known) in resources {
            for resource in known { users[resource, default: []].append(user) }
        }
    }

    func score(_ access: LabeledAccess) -> Double {
        let own = resources[access.user] ?? []
        let others = users[access.resource] ?? []
        // The order of a dictionary must not show in the rounding.
        return -others.sorted().reduce(0) { sum, other in
            let theirs = resources[other] ?? []
            let common = Double(own.intersection(theirs).count)
            return sum + common / (Double(own.count * theirs.count)).squareRoot()
        }
    }
}

@Suite("The difficulty of a scenario")
struct DifficultyTests {
    private let target: InjectionTarget

    init() throws { target = try simulatedTarget(seed: 11).target }

    /// The mean area under the ROC curve over some injections.
    private func area(_ id: String, _ parameters: [String: ParameterValue], count: Int, seeds: Range<UInt64>) throws
        -> Double
    {
        let areas = try seeds.map { seed in
            let attacks = try target.attacks(id, parameters, count: count, seed: seed)
            let contamination = attacks.filter { $0.kind == .contamination }.flatMap(\.accesses)
            let detector = Neighbors(of: target.profile, and: contamination)
            let cases = labeledCases(of: target.window, with: attacks.filter { $0.kind == .hostile })
            return try DeLong(scores: cases.map(detector.score), positive: cases.map(\.isInjected)).area
        }
        return areas.reduce(0, +) / Double(areas.count)
    }

    @Test("rises as mimicry comes near to what peers do")
    func temperature() throws {
        let areas = try [30, 4, 2, 1].map {
            try area("mimicry", ["temperature": .real($0)], count: 150, seeds: 0..<4)
        }
        for (hotter, colder) in zip(areas, areas.dropFirst()) { #expect(hotter > colder + 0.01, "\(areas)") }
        #expect(abs(areas[3] - 0.5) < 0.1, "\(areas)")
    }

    @Test("rises with the fraction of training that is contaminated", arguments: ["cross-department", "role-change"])
    func contamination(attack: String) throws {
        let areas = try [0, 0.01, 0.05, 0.2].map {
            try area(
                "training-contamination", ["share": .real($0), "attack": .string(attack)], count: 60, seeds: 0..<6)
        }
        for (cleaner, dirtier) in zip(areas, areas.dropFirst()) { #expect(cleaner > dirtier, "\(areas)") }
    }
}
