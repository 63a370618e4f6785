/// Straight lines between points.
public enum LinearInterpolation {
    /// The value at `x` on the line through two points, (x, y) each.
    ///
    /// - Precondition: the points differ in x.
    @inlinable
    public static func value(
        at x: Double, from first: (x: Double, y: Double), to second: (x: Double, y: Double)
    ) -> Double {
        first.y + (x - first.x) / (second.x - first.x) * (second.y - first.y)
    }
}
