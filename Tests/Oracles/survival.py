"""Survival with censoring by statsmodels; the interval of the median by R's survival.

lifelines must agree, but where nothing survives: there the variance is unknown, which R takes as no bound.

    pip install statsmodels lifelines; apt-get install r-cran-survival
    python3 Tests/Oracles/survival.py
"""

import subprocess

import lifelines
import numpy
from lifelines.utils import median_survival_times
from statsmodels.duration.survfunc import SurvfuncRight

from json_fixtures import write

PROGRAM = """
suppressMessages(library(survival))
rows <- read.csv(file("stdin"))
fit <- survfit(Surv(time, event) ~ 1, data = rows, conf.type = "log-log", conf.int = %s)
found <- quantile(fit, 0.5)
cat(format(unlist(found[c("lower", "upper")]), digits = 15))
"""


def with_r(times, observed, level):
    rows = "\n".join(f"{time},{int(event)}" for time, event in zip(times, observed))
    answer = subprocess.run(["Rscript", "-e", PROGRAM % level], input="time,event\n" + rows + "\n", text=True,
                            capture_output=True, check=True)
    return [numpy.inf if text == "NA" else float(text) for text in answer.stdout.split()]


def case(generator, count, level, share):
    times = numpy.round(generator.exponential(5, size=count)) + 1.0
    observed = generator.random(count) < share
    observed[0] = True
    fit = SurvfuncRight(times, observed)
    events = [place for place, time in enumerate(fit.surv_times) if observed[times == time].any()]
    estimate = lifelines.KaplanMeierFitter(alpha=1 - level).fit(times, observed)
    bounds = with_r(times, observed, level)
    low, high = median_survival_times(estimate.confidence_interval_).to_numpy()[0]
    assert bounds == [low, numpy.inf if estimate.survival_function_at_times(high).iloc[0] == 0 else high]
    median = estimate.median_survival_time_
    return {
        "times": times, "observed": observed.astype(int), "survival": fit.surv_prob[events], "level": level,
        "median": median, "interval": bounds,
    }


generator = numpy.random.default_rng(1982)
write("survival", [case(generator, *size) for size in [
    (5, 0.95, 0.7), (8, 0.9, 0.7), (10, 0.95, 0.6), (12, 0.95, 0.7), (12, 0.5, 0.4), (15, 0.95, 0.8), (20, 0.95, 0.7),
    (20, 0.99, 0.7), (25, 0.9, 0.3), (30, 0.95, 0.5), (40, 0.95, 0.7), (60, 0.95, 0.6), (80, 0.8, 0.9),
    (100, 0.95, 0.35)]])
