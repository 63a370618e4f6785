/// The straight line that takes a tenant's smallest likelihood to a low value and its largest to a high one.
struct LikelihoodScale: Sendable {
    private let slope: Double
    private let offset: Double

    /// Where all likelihoods are equal, they become the middle of low and high.
    init(of likelihoods: some Sequence<Double>, low: Double, high: Double) {
        var smallest = Double.infinity, largest = -Double.infinity
        for likelihood in likelihoods {
            smallest = min(smallest, likelihood)
            largest = max(largest, likelihood)
        }
        // The width of the widest doubles overflows, and the slope of the narrowest likelihoods.
        let slope = (high - low) / (largest - smallest)
        let isLine = largest > smallest && slope.isFinite && (slope * largest).isFinite
        self.slope = isLine ? slope : 0
        offset = isLine ? high - slope * largest : (low + high) / 2
    }

    func callAsFunction(_ likelihood: Double) -> Double {
        slope * likelihood + offset
    }
}
