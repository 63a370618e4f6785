/// Whether there is a value, and it differs from the expected one by at most the tolerance.
func isClose(_ value: Double?, _ expected: Double, within tolerance: Double) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
}
