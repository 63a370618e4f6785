import AccessLogs
import Detectors
import Interactions
import Parameters
import Statistics
import Testing

extension DetectorContract {
    /// As many factors as there are groups, where the detector has factors.
    private func detector(groups: Int) throws -> any Detector {
        try detector(type.parameters.contains { $0.name == "rank" } ? ["rank": .integer(groups)] : [:])
    }

    /// Even users access the even resources and odd users the odd ones, but no user accesses the resource of its own
    /// number. The names decide nothing: `u3` may as well be called `u96`.
    func checkCheckerboard(isRenamed: Bool) throws {
        guard !type.traits.contains(.ignoresNeighbors) else { return }
        let size = 30
        func name(_ letter: String, _ number: Int) -> String { letter + String(isRenamed ? 99 - number : number) }
        // One access across joins the two halves.
        var accesses = [access(name("u", 0), name("r", 1))]
        for user in 0..<size {
            for resource in 0..<size where user % 2 == resource % 2 && user != resource {
                accesses.append(access(name("u", user), name("r", resource)))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let scores = try matrix.scores(of: detector(groups: 2).fit(matrix, .standard))
        func score(_ user: Int, _ resource: Int) throws -> Double {
            try #require(scores[["t", name("u", user), name("r", resource)]])
        }
        let withheld = try (0..<size).map { try score($0, $0) }
        let crossed = try (0..<size).flatMap { user in
            try (0..<size).filter { $0 % 2 != user % 2 && (user, $0) != (0, 1) }.map { try score(user, $0) }
        }
        let mostAnomalous = try #require(withheld.max()), leastAnomalous = try #require(crossed.min())
        #expect(mostAnomalous < leastAnomalous, "\(id) finds a withheld pair as anomalous as a crossed one")
    }

    /// The reference's own acceptance test, on a scale that all have: new accesses across departments score at
    /// least two standard deviations above new ones within, the deviation being that of new accesses of one kind. The
    /// names decide nothing: renamed, departments, users and resources come in another order.
    func checkDepartments(isRenamed: Bool) throws {
        guard !type.traits.contains(.ignoresNeighbors) else { return }
        func name(_ letter: String, _ index: Int, _ number: Int) -> String {
            isRenamed ? "\(letter)\(9 - index)-\(99 - number)" : "\(letter)\(index)-\(number)"
        }
        let random = RandomStream(seed: Seed(42))
        // Three departments with half of their pairs, and a share that everybody uses.
        let departments = [(users: 14, resources: 30), (users: 10, resources: 25), (users: 20, resources: 50)]
        var accesses: [AccessEvent] = [], within: [(String, String)] = [], across: [(String, String)] = []
        for (index, own) in departments.enumerated() {
            for user in (0..<own.users).map({ name("u", index, $0) }) {
                accesses.append(access(user, "common", weight: 750))
                for (other, department) in departments.enumerated() {
                    for resource in (0..<department.resources).map({ name("r", other, $0) }) {
                        if other != index {
                            across.append((user, resource))
                        } else if random.bernoulli(0.5) {
                            accesses.append(access(user, resource, weight: Double(500 + random.index(below: 501))))
                        } else {
                            within.append((user, resource))
                        }
                    }
                }
            }
        }
        let matrix = InteractionMatrix(accesses)
        let scores = try matrix.scores(of: detector(groups: departments.count).fit(matrix, .standard))
        func moments(_ pairs: [(String, String)]) -> (mean: Double, variance: Double) {
            let values = pairs.compactMap { scores[["t", $0.0, $0.1]] }
            let mean = values.reduce(0, +) / Double(values.count)
            return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        }
        let usual = moments(within), unusual = moments(across)
        let gap = (unusual.mean - usual.mean) / ((usual.variance + unusual.variance) / 2).squareRoot()
        #expect(gap >= 2, "\(id) tells departments apart by \(gap) standard deviations")
    }
}
