"""Bootstrap intervals: of given replicates by SciPy, and of rankings by clusters drawn with NumPy.

The second are Monte Carlo estimates of 20,000 replicates, widened for few clusters. Where each case is a cluster of its own SciPy must agree.

    pip install scipy scikit-learn
    python3 Tests/Oracles/bootstrap.py
"""

import numpy
from scipy import special, stats
from scipy.stats._resampling import BootstrapResult
from sklearn.metrics import average_precision_score, roc_auc_score

from json_fixtures import write

REPLICATES = 20_000


def area(above, below):
    return (numpy.sign(above[:, None] - below).mean() + 1) / 2


def given(generator, samples, statistic, level):
    """SciPy's intervals of its own replicates, rounded."""
    settings = {"vectorized": False, "confidence_level": level}
    found = stats.bootstrap(samples, statistic, n_resamples=300, method="percentile", rng=generator, **settings)
    found = BootstrapResult(None, found.bootstrap_distribution.round(4), None)
    value = statistic(*samples)
    jackknife = [[statistic(*samples[:side], numpy.delete(sample, place), *samples[side + 1:])
                  for place in range(len(sample))] for side, sample in enumerate(samples)]
    intervals = {method.lower(): list(stats.bootstrap(samples, statistic, n_resamples=0, method=method,
                                                      bootstrap_result=found, **settings).confidence_interval)
                 for method in ["percentile", "BCa"]}
    return {"value": value, "replicates": found.bootstrap_distribution, "jackknife": jackknife, "level": level,
            **intervals}


def measures(scores, positive, weights):
    """Area and average precision for each row of weights of the cases."""
    wins = (numpy.sign(scores[positive][:, None] - scores[~positive]) + 1) / 2
    above, below = weights[:, positive], weights[:, ~positive]
    areas = ((above @ wins) * below).sum(axis=1) / above.sum(axis=1) / below.sum(axis=1)
    order = numpy.argsort(-scores, kind="stable")
    ends = numpy.flatnonzero(numpy.append(numpy.diff(scores[order]) != 0, True))
    hits = numpy.cumsum(weights[:, order] * positive[order], axis=1)[:, ends]
    alerts = numpy.cumsum(weights[:, order], axis=1)[:, ends]
    steps = numpy.diff(hits, axis=1, prepend=0) / hits[:, -1:]
    return areas, (steps * hits / numpy.maximum(alerts, 1)).sum(axis=1)


def reach(level, fewest):
    """How many standard deviations of the replicates of n units an interval reaches: t(n - 1) * sqrt(n / (n - 1))."""
    return stats.t.ppf((1 + level) / 2, fewest - 1) * (fewest / (fewest - 1)) ** 0.5


def logit(values, value, reach):
    half = reach * values.std(ddof=1) / (value * (1 - value))
    return special.expit(special.logit(value) + numpy.array([-half, half]))


def bca(values, value, jackknife, reach):
    bias = stats.norm.ppf(((values < value).mean() + (values <= value).mean()) / 2)
    influences = [(len(side) - 1) * (side.mean() - side) / len(side) for side in jackknife]
    squares, cubes = (sum((side**power).sum() for side in influences) for power in (2, 3))
    acceleration = cubes / squares**1.5 / 6
    shifted = bias + numpy.array([-reach, reach])
    return numpy.quantile(values, stats.norm.cdf(bias + shifted / (1 - acceleration * shifted)))


def ranking(generator, clusters, positives, size, level):
    """Clusters of one or several cases, the first ones with positives."""
    cluster = numpy.repeat(numpy.arange(clusters), generator.integers(1, size + 1, size=clusters))
    positive = (cluster < positives) & ((generator.random(len(cluster)) < 0.6) | (numpy.diff(cluster, prepend=-1) > 0))
    shared = generator.normal(0, 0.5, size=clusters)[cluster]
    scores = (shared + generator.normal(size=len(cluster)) + 1.2 * positive).round(1) + 0.0

    def of(counts):
        return measures(scores, positive, counts[:, cluster])

    sides = positives, clusters - positives
    drawn = numpy.hstack([generator.multinomial(count, [1 / count] * count, size=REPLICATES) for count in sides])
    observed, replicates = of(numpy.ones((1, clusters))), of(drawn)
    left = of(1 - numpy.eye(clusters))
    assert abs(observed[0][0] - roc_auc_score(positive, scores)) < 1e-12
    assert abs(observed[1][0] - average_precision_score(positive, scores)) < 1e-12
    case = {"scores": scores, "positive": positive.astype(int), "clusters": cluster, "level": level}
    far = reach(level, min(sides))
    for name, place in [("rocAUC", 0), ("averagePrecision", 1)]:
        values, jackknife = replicates[place], numpy.split(left[place], [positives])
        case[name] = {
            "percentile": numpy.quantile(values, stats.norm.cdf([-far, far])).round(6),
            "bca": bca(values, observed[place][0], jackknife, far).round(6),
            "logit": logit(values, observed[place][0], far).round(6),
        }
    if size == 1:
        found = stats.bootstrap((scores[positive], scores[~positive]), area, n_resamples=4_000, vectorized=False,
                                confidence_level=level, rng=generator).confidence_interval
        values, jackknife = replicates[0], numpy.split(left[0], [positives])
        expected = bca(values, observed[0][0], jackknife, stats.norm.ppf((1 + level) / 2))
        assert abs(expected - list(found)).max() < 0.06 * (expected[1] - expected[0]), (expected, found)
    return case


def main():
    generator = numpy.random.default_rng(1987)
    normal, skewed = generator.normal, generator.exponential
    write("bootstrap", [given(generator, samples, statistic, level) for samples, statistic, level in [
        ((skewed(size=20),), numpy.mean, 0.95), ((skewed(size=30),), numpy.var, 0.9),
        ((normal(size=15),), numpy.std, 0.95), ((skewed(size=40) ** 2,), numpy.mean, 0.99),
        ((normal(1, size=12), normal(size=20)), area, 0.95), ((normal(2, size=10), normal(size=40)), area, 0.9),
        ((normal(0.3, size=25), normal(size=25)), area, 0.95), ((skewed(3, size=20), skewed(size=20)), area, 0.8),
        ((normal(size=20), skewed(size=10)), lambda a, b: a.mean() - b.mean(), 0.95),
        ((skewed(size=30), skewed(size=8)), lambda a, b: a.mean() / b.mean(), 0.9),
        ((normal(1, size=30), normal(size=60)), area, 0.99),
        ((normal(5, size=10), normal(4, size=10)), lambda a, b: numpy.log(a.var() / b.var()), 0.95)]])
    write("cluster-bootstrap", [ranking(generator, *size) for size in [
        (60, 20, 1, 0.95), (80, 12, 1, 0.9), (50, 25, 1, 0.95), (100, 30, 1, 0.99), (40, 10, 4, 0.95),
        (60, 15, 3, 0.9), (30, 12, 6, 0.95), (50, 20, 4, 0.8), (25, 8, 8, 0.9), (80, 20, 2, 0.95)]])


main()
