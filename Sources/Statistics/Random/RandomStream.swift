import CGSL

/// A stream of random variates, determined by its seed: GSL's distributions over the generator SplitMix64.
///
/// A stream is used by one task only; derive one seed for each.
public final class RandomStream {
    let generator: UnsafeMutablePointer<gsl_rng>

    /// The stream of a seed: the same seed gives the same numbers.
    public init(seed: Seed) {
        // GSL returns nil only where memory is exhausted.
        guard let generator = accesslab_splitmix64() else { preconditionFailure("out of memory") }
        self.generator = generator
        gsl_rng_set(generator, UInt(seed.value))
    }

    deinit {
        gsl_rng_free(generator)
    }

    /// A uniform variate in [0, 1).
    public func uniform() -> Double {
        gsl_rng_uniform(generator)
    }

    /// A uniform whole number in 0..<bound.
    ///
    /// - Precondition: `bound` is positive and below 2³².
    public func index(below bound: Int) -> Int {
        Int(gsl_rng_uniform_int(generator, UInt(bound)))
    }

    /// A normal variate.
    public func gaussian(mean: Double = 0, standardDeviation: Double = 1) -> Double {
        mean + gsl_ran_gaussian_ziggurat(generator, standardDeviation)
    }

    /// A log-normal variate: exp(N(zeta, sigma²)).
    public func logNormal(zeta: Double, sigma: Double) -> Double {
        gsl_ran_lognormal(generator, zeta, sigma)
    }

    /// A Poisson variate.
    public func poisson(mean: Double) -> Int {
        Int(gsl_ran_poisson(generator, mean))
    }

    /// True with the given probability.
    public func bernoulli(_ probability: Double) -> Bool {
        gsl_rng_uniform(generator) < probability
    }

    /// Puts the elements in a random order (Fisher–Yates).
    public func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }
}
