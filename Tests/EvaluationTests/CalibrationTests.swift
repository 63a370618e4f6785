import Evaluation
import Statistics
import Testing

@Suite("A calibration")
struct CalibrationTests {
    private func calibration(_ simulated: SimulatedCases = SimulatedCases(attacks: 60, benign: 2_000)) throws
        -> Calibration
    {
        try Calibration(on: try simulated.ranked())
    }

    @Test("shifts odds by the ratio of the prevalences' odds", arguments: Calibration.Method.allCases)
    func shift(method: Calibration.Method) throws {
        let calibration = try calibration()
        #expect(abs(calibration.prevalence - 180.0 / 2_180) < 1e-15)
        for score in [-0.5, 0.3, 1.2, 2.1] {
            func odds(_ prevalence: Double) throws -> Double {
                let probability = try calibration.probability(of: score, by: method, atPrevalence: prevalence)
                return probability / (1 - probability)
            }
            func prior(_ prevalence: Double) -> Double { prevalence / (1 - prevalence) }
            let ratio = prior(1e-4) / prior(calibration.prevalence)
            #expect(abs(try odds(1e-4) - (try odds(calibration.prevalence)) * ratio) < 1e-9)
        }
    }

    @Test("agrees with test cases of the same kind", arguments: Calibration.Method.allCases)
    func reliability(method: Calibration.Method) throws {
        let test = try SimulatedCases(attacks: 30, benign: 2_500, seed: 77).ranked()
        let reliability = try calibration().reliability(of: method, on: test)
        #expect(reliability.expectedCalibrationError < 0.03)
        let fraction = 90.0 / 2_590
        #expect(reliability.brierScore < fraction * (1 - fraction))
        #expect(reliability.bins.reduce(0) { $0 + $1.cases } == 2_590)
    }

    @Test("never gives a higher score a lower probability or a larger tail")
    func monotone() throws {
        let calibration = try calibration()
        let scores = stride(from: -3.0, through: 6, by: 0.1)
        for method in Calibration.Method.allCases {
            let found = try scores.map { try calibration.probability(of: $0, by: method, atPrevalence: 1e-3) }
            #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 + 1e-15 })
        }
        let tail = try calibration.tail.get()
        #expect(
            zip(scores, scores.dropFirst()).allSatisfy { tail.tailProbability(of: $0) >= tail.tailProbability(of: $1) })
        #expect(zip(scores, scores.dropFirst()).allSatisfy { calibration.conformal($0) >= calibration.conformal($1) })
    }

    @Test("finds as many rare benign cases as there should be")
    func tails() throws {
        let test = try SimulatedCases(attacks: 0, benign: 4_000).ranked(detector: 5)
        for check in try calibration(SimulatedCases(attacks: 10, benign: 4_000)).tailChecks(on: test) {
            let interval = try #require(check.conformal.interval)
            #expect(interval.lowerBound <= check.nominal * 1.3 && interval.upperBound >= check.nominal * 0.7)
            let fitted = try #require(check.fitted?.interval)
            #expect(fitted.lowerBound <= check.nominal * 1.3 && fitted.upperBound >= check.nominal * 0.7)
        }
    }

    @Test("is refused with less than ten injected cases that have a score")
    func few() throws {
        #expect(throws: StatisticsError.tooFew(needed: 10, found: 9)) {
            try calibration(SimulatedCases(attacks: 3))
        }
        #expect(throws: StatisticsError.empty) { try calibration(SimulatedCases(benign: 0)) }
    }

    @Test("still knows tails and isotonic probabilities where a threshold separates the classes")
    func separated() throws {
        let calibration = try calibration(SimulatedCases(shift: 100))
        #expect(throws: StatisticsError.self) {
            try calibration.probability(of: 1, by: .logistic, atPrevalence: 0.01)
        }
        #expect(try calibration.probability(of: 100, by: .isotonic, atPrevalence: 0.01) == 1)
        #expect(throws: StatisticsError.self) {
            try calibration.probability(of: 1, by: .isotonic, atPrevalence: 0)
        }
    }
}
