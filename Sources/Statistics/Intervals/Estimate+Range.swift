import CGSL

extension Estimate {
    /// The ends of an interval that reaches equally far to both sides of a value on the scale that the value's range calls
    /// for, so that it never leaves the range.
    ///
    /// Between two finite ends the scale is the logit of the place between them, above a finite end alone the square root
    /// of the distance, which makes the variance of rates even, and otherwise the plain number. The half-width is carried
    /// over by the derivative at the value (delta method). At an end of the range, where no derivative helps, the interval
    /// is cut there.
    ///
    /// - Parameters:
    ///   - half: half of the interval on the plain scale, 0 at least.
    ///   - range: may have infinite ends.
    public static func ends(around value: Double, half: Double, within range: ClosedRange<Double>) -> ClosedRange<
        Double
    > {
        guard half.isFinite, value.isFinite else { return range }
        let value = min(max(value, range.lowerBound), range.upperBound), above = value - range.lowerBound
        let low: Double, high: Double
        if above > 0, range.upperBound > value, range.upperBound.isFinite, range.lowerBound.isFinite {
            let width = range.upperBound - range.lowerBound, place = above / width
            let logit = log(place / (1 - place)), reach = half / (width * place * (1 - place))
            low = range.lowerBound + width / (1 + exp(reach - logit))
            high = range.lowerBound + width / (1 + exp(-reach - logit))
        } else if above > 0, range.lowerBound.isFinite, range.upperBound == .infinity {
            let root = above.squareRoot(), reach = half / (2 * root)
            let least = max(0, root - reach), most = root + reach
            low = range.lowerBound + least * least
            high = range.lowerBound + most * most
        } else {
            low = max(range.lowerBound, value - half)
            high = min(range.upperBound, value + half)
        }
        // Rounding must not put the value outside.
        return min(low, value)...max(high, value)
    }

    /// The name of the scale of ``ends(around:half:within:)``, for methods: ` on the logit scale`; empty for the plain one.
    static func scale(of range: ClosedRange<Double>) -> String {
        switch (range.lowerBound.isFinite, range.upperBound.isFinite) {
        case (true, true): " on the logit scale"
        case (true, false): " on the square-root scale"
        case (false, _): ""
        }
    }

    /// The numbers without an end, the range of what may be anything.
    public static let anyNumber = -Double.infinity...Double.infinity

    /// The interval that is symmetric on the plain scale, brought onto that of a range.
    func onScale(of range: ClosedRange<Double>) -> Estimate {
        guard let interval, range != Self.anyNumber else { return self }
        let half = (interval.upperBound - interval.lowerBound) / 2
        return Estimate(
            value: value, interval: Self.ends(around: value, half: half, within: range),
            method: method + Self.scale(of: range))
    }
}
