"""Writes Tests/StatisticsTests/IntervalFixtures.swift: intervals of proportions and rates by SciPy.

    pip install scipy
    python3 experiments/oracles/intervals.py > Tests/StatisticsTests/IntervalFixtures.swift
"""

from scipy.stats import beta, binomtest, chi2

PROPORTIONS = [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (5, 10), (7, 25), (3, 400), (399, 400), (81, 263),
               (12, 100_000), (480_000, 1_000_000)]
RATES = [(0, 1), (1, 1), (2, 0.5), (3, 7), (5, 28), (10, 30), (25, 30), (100, 14), (1234, 365), (100_000, 30.5),
         (0, 90)]
LEVELS = [0.9, 0.95, 0.99, 0.999]


def jeffreys(hits, trials, level):
    low, high = beta.interval(level, hits + 0.5, trials - hits + 0.5)
    return 0.0 if hits == 0 else low, 1.0 if hits == trials else high


def main():
    print("""\
// Written by experiments/oracles/intervals.py with SciPy; not to be edited.

/// Intervals of a proportion: `[low, high]`.
struct ProportionFixture: Sendable {
    let hits: Int
    let trials: Int
    let level: Double
    let wilson: [Double]
    let clopperPearson: [Double]
    let jeffreys: [Double]

    static let all = [""")
    for index, (hits, trials) in enumerate(PROPORTIONS):
        level = LEVELS[index % len(LEVELS)]
        test = binomtest(hits, trials)
        wilson = test.proportion_ci(level, method="wilson")
        exact = test.proportion_ci(level, method="exact")
        print(f"""\
        ProportionFixture(
            hits: {hits}, trials: {trials}, level: {level},
            wilson: {[float(value) for value in wilson]},
            clopperPearson: {[float(value) for value in exact]},
            jeffreys: {[float(value) for value in jeffreys(hits, trials, level)]}),""")
    print("""\
    ]
}

/// The exact interval of a Poisson rate: `[low, high]`.
struct RateFixture: Sendable {
    let events: Int
    let exposure: Double
    let level: Double
    let interval: [Double]

    static let all = [""")
    for index, (events, exposure) in enumerate(RATES):
        level = LEVELS[index % len(LEVELS)]
        tail = (1 - level) / 2
        low = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
        high = chi2.isf(tail, 2 * events + 2) / 2
        print(f"""\
        RateFixture(
            events: {events}, exposure: {float(exposure)}, level: {level},
            interval: {[float(low / exposure), float(high / exposure)]}),""")
    print("    ]\n}")


main()
