"""Fixtures of nested variance components: restricted maximum likelihood by statsmodels on balanced designs.

Needs numpy, pandas and statsmodels; writes Tests/StatisticsTests/Fixtures/variance_components.json.
"""

import json
import pathlib

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

TARGET = pathlib.Path(__file__).parents[2] / "Tests/StatisticsTests/Fixtures/variance_components.json"


def case(seed, worlds, injections, starts, deviations):
    random = np.random.default_rng(seed)
    values = (
        0.8
        + deviations[0] * random.standard_normal((worlds, 1, 1))
        + deviations[1] * random.standard_normal((worlds, injections, 1))
        + deviations[2] * random.standard_normal((worlds, injections, starts))
    ).round(4)
    rows = [
        {"y": values[w, i, s], "world": w, "injection": i}
        for w in range(worlds)
        for i in range(injections)
        for s in range(starts)
    ]
    model = smf.mixedlm("y ~ 1", pd.DataFrame(rows), groups="world", re_formula="1", vc_formula={"i": "0 + C(injection)"})
    fit = model.fit(reml=True, method=["lbfgs", "powell"])
    found = [float(fit.cov_re.iloc[0, 0]), float(fit.vcomp[0]), float(fit.scale)]
    return {
        "values": values.tolist(), "worlds": found[0], "injections": found[1], "initializations": found[2],
    }


def main():
    cases, seed = [], 0
    while len(cases) < 10:
        seed += 1
        made = case(seed, 6 + seed % 3, 3 + seed % 2, 2 + seed % 3, [3, 2, 1])
        # At the boundary the two methods differ by design.
        if min(made["worlds"], made["injections"]) > 0.05:
            cases.append(made)
    TARGET.write_text(json.dumps(cases, indent=1) + "\n")


main()
