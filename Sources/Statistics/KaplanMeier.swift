/// Survival with censoring: S(t) = Π (1 − events/at risk) over the times up to *t*.
///
/// E. L. Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958.
public struct KaplanMeier: Sendable {
    /// The times of events, ascending, and the share that survives each.
    public let times: [Double]
    public let survival: [Double]

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
        var distinct: [Double] = [], survival: [Double] = [], share = 1.0, start = 0
        while start < order.count {
            let time = times[order[start]]
            let end = order[start...].firstIndex { times[$0] != time } ?? order.count
            let events = order[start..<end].count { observed[$0] }
            if events > 0 {
                share *= Double(order.count - start - events) / Double(order.count - start)
                distinct.append(time)
                survival.append(share)
            }
            start = end
        }
        self.times = distinct
        self.survival = survival
    }

    /// The first time that at most half survive; nil where more than half outlive the observation.
    public var median: Double? {
        // A product of quotients that is ½ may come out an ulp above it.
        zip(times, survival).first { $0.1 <= 0.5 + 1e-12 }?.0
    }
}
