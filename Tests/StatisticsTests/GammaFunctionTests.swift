import Foundation
import Statistics
import Testing

@Suite("Functions around Γ")
struct GammaFunctionTests {
    private static let euler = 0.577_215_664_901_532_9

    @Test(
        "have their known values",
        // ln √π, ln 24 and ln 2 to 17 digits.
        arguments: [
            (0.5, 0.572_364_942_924_700_1, -euler - 2 * 0.693_147_180_559_945_3), (1.0, 0.0, -euler),
            (2.0, 0.0, 1 - euler), (5.0, 3.178_053_830_347_945_8, 25.0 / 12 - euler),
        ])
    func known(value: Double, logarithm: Double, digamma: Double) {
        #expect(isClose(GammaFunction.logarithm(value), logarithm, within: 1e-14))
        #expect(isClose(GammaFunction.digamma(value), digamma, within: 1e-14))
    }

    @Test("fulfil Γ(x + 1) = x Γ(x)", arguments: [0.01, 0.3, 1.7, 42, 1e6])
    func recurrence(value: Double) {
        let logarithm = GammaFunction.logarithm(value) + log(value)
        #expect(isClose(GammaFunction.logarithm(value + 1), logarithm, within: 1e-14 * max(1, abs(logarithm))))
        let digamma = GammaFunction.digamma(value) + 1 / value
        #expect(isClose(GammaFunction.digamma(value + 1), digamma, within: 1e-12))
    }
}
