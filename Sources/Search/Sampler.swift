public import Parameters
public import Statistics

/// A way of choosing which points of a space to try.
///
/// What a sampler proposes depends on its arguments alone, never on shared state or on the order in which trials
/// finish: one worker or eight, interrupted or not, a study tries the same points.
public protocol Sampler: Sendable {
    /// The name in experiment files.
    var id: String { get }
    /// Which points it tries, in one sentence or less.
    var summary: String { get }

    /// How many trials a space gets: no more than it has points.
    ///
    /// - Parameter trials: the most that are allowed, at least one.
    /// - Throws: ``SearchError`` where the sampler cannot cover the space in `trials` trials.
    func trialCount(in space: SearchSpace, atMost trials: Int) throws(SearchError) -> Int

    /// The values of all the space's parameters in one trial.
    ///
    /// - Parameters:
    ///   - trial: the number of the trial, from zero to below ``trialCount(in:atMost:)``.
    ///   - trials: the most that are allowed, at least one.
    /// - Throws: ``SearchError`` where the sampler cannot cover the space in `trials` trials.
    func parameters(
        ofTrial trial: Int, in space: SearchSpace, seed: Seed, atMost trials: Int
    ) throws(SearchError) -> [String: ParameterValue]
}
