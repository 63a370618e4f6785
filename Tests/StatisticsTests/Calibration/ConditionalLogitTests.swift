import Foundation
import Statistics
import Testing

@Suite("A conditional logit")
struct ConditionalLogitTests {
    @Test("finds the weights that choices were made with")
    func recovery() throws {
        let random = RandomStream(seed: Seed(9)), weights = [1.5, -0.7]
        let choices = (0..<4000).map { _ in
            let features = (0..<12).map { _ in random.gaussian() }
            let utilities = (0..<6).map { features[2 * $0] * weights[0] + features[2 * $0 + 1] * weights[1] }
            // The largest of utilities with Gumbel errors is a choice by the logit.
            let errors = utilities.map { $0 - log(-log(max(random.uniform(), 1e-300))) }
            let chosen = errors.indices.max { errors[$0] < errors[$1] } ?? 0
            return ConditionalLogit.Choice(features: features, chosen: [chosen])
        }
        let found = try ConditionalLogit(of: choices, width: 2, ridge: 1e-6).weights
        #expect(zip(found, weights).allSatisfy { abs($0 - $1) < 0.1 }, "\(found)")
    }

    @Test("says that two to one is log 2")
    func closedForm() throws {
        let choices = (0..<300).map { ConditionalLogit.Choice(features: [1, 0], chosen: [$0 % 3 == 0 ? 1 : 0]) }
        let weight = try ConditionalLogit(of: choices, width: 1, ridge: 1e-9).weights[0]
        #expect(abs(weight - 0.6931471805599453) < 1e-6)
    }
}
