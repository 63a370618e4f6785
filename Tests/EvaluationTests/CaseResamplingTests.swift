@testable import Evaluation
import Statistics
import Testing

@Suite("Resampled cases")
struct CaseResamplingTests {
    @Test("are whole users and whole attacks, as many of each scenario as there are", arguments: 0..<10)
    func clusters(replicate: Int) throws {
        let simulated = SimulatedCases(), cases = simulated.cases()
        let weights = CaseResampling(of: try simulated.ranked()).weights(ofReplicate: replicate, seed: Seed(1))
        var ofUser: [Int32: Double] = [:], ofAttack: [Int32: Double] = [:]
        for (item, weight) in zip(cases, weights) {
            if item.isInjected {
                #expect(ofAttack.updateValue(weight, forKey: item.attack) ?? weight == weight)
            } else {
                #expect(ofUser.updateValue(weight, forKey: item.user) ?? weight == weight)
            }
        }
        #expect(ofUser.values.reduce(0, +) == Double(ofUser.count))
        for scenario in Int32(0)..<2 {
            let drawn = ofAttack.filter { $0.key % 2 == scenario }.values
            #expect(drawn.reduce(0, +) == 10)
        }
    }

    @Test("are the same for every scorer of the same cases")
    func scorers() throws {
        let simulated = SimulatedCases()
        let one = CaseResampling(of: try simulated.ranked(detector: 1))
        let other = CaseResampling(of: try simulated.ranked(detector: 2))
        for replicate in 0..<5 {
            let weights = one.weights(ofReplicate: replicate, seed: Seed(7))
            #expect(weights == other.weights(ofReplicate: replicate, seed: Seed(7)))
        }
        #expect(one.weights(ofReplicate: 0, seed: Seed(7)) != one.weights(ofReplicate: 1, seed: Seed(7)))
    }

    @Test("count as often as their cluster times as often as their day where blocks of days are drawn")
    func blocks() throws {
        var simulated = SimulatedCases()
        simulated.days = 20
        let cases = simulated.cases(), ranked = try simulated.ranked()
        let resampling = CaseResampling(of: ranked, blockDays: 7)
        let blocks = try #require(MovingBlocks(days: 20, length: 7))
        for replicate in 0..<5 {
            let drawn = resampling.draw(replicate, seed: Seed(1))
            let plain = resampling.weights(ofReplicate: replicate, seed: Seed(1))
            let days = blocks.multiplicities(ofReplicate: replicate, seed: Seed(1))
            #expect(drawn.days == days)
            for (index, item) in cases.enumerated() {
                let day = Int((item.microseconds ?? 0) / 86_400_000_000)
                #expect(drawn.cases[index] == plain[index] * days[day])
            }
        }
    }

    @Test("keep their days where there are too few for blocks, or no time")
    func noBlocks() throws {
        let short = SimulatedCases()
        #expect(CaseResampling(of: try short.ranked(), blockDays: 7).draw(0, seed: Seed(1)).days == nil)
        let timeless = short.cases().map { item in
            var item = item
            item.microseconds = nil
            return item
        }
        #expect(CaseResampling(of: try short.ranked(timeless), blockDays: 1).draw(0, seed: Seed(1)).days == nil)
    }
}
