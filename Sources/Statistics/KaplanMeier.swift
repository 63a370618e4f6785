import Algorithms
import CGSL
import Foundation

/// Survival with censoring: S(t) = Π (1 − events/at risk) over the times up to *t*.
///
/// E. L. Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958.
public struct KaplanMeier: Sendable {
    /// The times of events, ascending.
    public let times: [Double]
    /// The fraction that survives each of ``times``, 0...1.
    public let survival: [Double]
    /// The sum of events/(at risk · survivors) up to each time, from which variances follow (M. Greenwood, "The natural
    /// duration of cancer", 1926); infinite where nothing survives.
    private let greenwood: [Double]
    private let cases: Int
    private let events: Int

    /// - Parameters:
    ///   - times: until the event, or until observation ended without one.
    ///   - observed: whether the event happened; false for a censored time, which counts as at risk at that time.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/outOfRange(_:)`` for a negative time, or an error for one
    ///   that is not finite.
    /// - Precondition: one flag for each time.
    public init(times: [Double], observed: [Bool]) throws(StatisticsError) {
        precondition(times.count == observed.count)
        guard !times.isEmpty else { throw .empty }
        try StatisticsError.checkFinite(times)
        guard times.allSatisfy({ $0 >= 0 }) else { throw .outOfRange("a negative time") }
        let order = times.indices.sorted { times[$0] < times[$1] }
        var distinct: [Double] = [], survival: [Double] = [], greenwood: [Double] = []
        var fraction = 1.0, sum = 0.0
        for (time, tied) in order.chunked(on: { times[$0] }) {
            let events = Double(tied.count { observed[$0] })
            if events > 0 {
                let atRisk = Double(order.count - tied.startIndex)
                fraction *= (atRisk - events) / atRisk
                sum += events / (atRisk * (atRisk - events))
                distinct.append(time)
                survival.append(fraction)
                greenwood.append(sum)
            }
        }
        self.times = distinct
        self.survival = survival
        self.greenwood = greenwood
        cases = times.count
        events = observed.count { $0 }
    }

    /// The first time that at most half survive; nil where more than half outlive the observation.
    public var median: Double? {
        // A product of quotients that is ½ may come out an ulp above it.
        zip(times, survival).first { $0.1 <= 0.5 + 1e-12 }?.0
    }

    /// The median time with its interval: the times *t* at which ½ lies within
    /// S(t)^exp(∓z √(Σ d/(n(n−d))) / log S(t)), the interval of log(−log S) (Brookmeyer and Crowley, "A confidence
    /// interval for the median survival time", Biometrics 38, 1982; J. D. Kalbfleisch and Prentice, "The statistical
    /// analysis of failure time data", 1980).
    ///
    /// The upper end is infinite where the observation ends before enough is known, which includes a last time that
    /// nothing survives: its variance is unknown.
    ///
    /// - Returns: nil where more than half outlive the observation.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a level outside 0..<1.
    public func medianEstimate(level: Double = 0.95) throws(StatisticsError) -> Estimate? {
        try StatisticsError.checkLevel(level)
        guard let median else { return nil }
        let z = gsl_cdf_ugaussian_Qinv((1 - level) / 2)
        func first(_ sign: Double) -> Double? {
            times.indices.first { index in
                guard survival[index] > 0 else { return false }
                let hazard = -log(survival[index])
                return exp(-hazard * exp(sign * z * greenwood[index].squareRoot() / hazard)) <= 0.5
            }.map { times[$0] }
        }
        guard let low = first(1) else { return .withoutInterval(median, because: "all is over at once") }
        return Estimate(
            value: median, from: low, to: first(-1) ?? .infinity,
            method: "Kaplan–Meier, log(−log), \(Estimate.percent(level)), \(events) events of \(cases)")
    }
}
