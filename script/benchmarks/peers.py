"""One peer does one piece of work: `peers.py WORK LIBRARY …`; prints a line of JSON.

    als LIBRARY FOLDER NAME --rank K --sweeps N [--loss]
        implicit-cg, implicit-cholesky, irspack-cg, irspack-cholesky
    sweep optuna FOLDER NAME
    pairs numpy USERS RESOURCES RANK PAIRS
    every-pair LIBRARY FOLDER NAME --rank K [--least]
        numpy, implicit
    products numpy FOLDER --rank K
        of what `workload als --sample FOLDER` wrote
    reference spark FOLDER NAME
"""
import argparse
import json
import os
import resource
import sys
import time

THREADS = 2
# Libraries that start threads of their own call a single-threaded BLAS from them.
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))

import numpy as np  # noqa: E402  (after the variables that it reads)
import scipy.sparse as sparse  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import data  # noqa: E402

REGULARIZATION, ALPHA = 5.0, 10.0


def objective(matrix, users, resources, alpha=ALPHA, regularization=REGULARIZATION):
    """What als-implicit minimises with logarithmic values, in double precision."""
    users, resources = (np.asarray(factors, np.float64) for factors in (users, resources))
    total = np.sum((users.T @ users) * (resources.T @ resources))
    total += regularization * (np.sum(users**2) + np.sum(resources**2))
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    for begin in range(0, matrix.nnz, 1 << 19):
        part = slice(begin, begin + (1 << 19))
        product = np.einsum("ij,ij->i", users[rows[part]], resources[matrix.indices[part]])
        confidence = 1 + alpha * np.log1p(matrix.data[part].astype(np.float64))
        total += np.sum(confidence * (1 - product) ** 2 - product**2)
    return float(total)


class Laps:
    """Times of consecutive pieces of work, and the objective between them; the first is from here on."""

    def __init__(self, matrix, loss):
        self.matrix, self.loss, self.wall, self.processor, self.losses = matrix, loss, [], [], []
        self.begin()

    def begin(self):
        self.at = time.perf_counter(), time.process_time()

    def end(self, factors):
        self.wall.append(time.perf_counter() - self.at[0])
        self.processor.append(time.process_time() - self.at[1])
        if self.loss:
            self.losses.append(objective(self.matrix, *factors()))
        self.begin()


def als(library, folder, name, rank, sweeps, loss):
    matrix = data.read(folder, name)
    logarithm = matrix.copy()
    logarithm.data = np.log1p(logarithm.data)
    weights = logarithm.copy()
    if library.startswith("implicit"):
        from implicit.als import AlternatingLeastSquares

        weights.data = (1 + ALPHA * logarithm.data).astype(np.float32)
        laps = Laps(matrix, loss)
        model = AlternatingLeastSquares(
            factors=rank, regularization=REGULARIZATION, alpha=1.0, iterations=sweeps, use_cg=library.endswith("cg"),
            use_gpu=False, num_threads=THREADS, random_state=1)
        model.fit(weights, show_progress=False,
                  callback=lambda *_: laps.end(lambda: (model.user_factors, model.item_factors)))
    else:
        from irspack.recommenders._ials_core import LossType, SolverType
        from irspack.recommenders.ials import IALSTrainer

        weights.data = (ALPHA * logarithm.data).astype(np.float32)
        solver = SolverType.CG if library.endswith("cg") else SolverType.CHOLESKY
        laps = Laps(matrix, loss)
        model = IALSTrainer(weights, rank, 1.0, REGULARIZATION, 0.0, 0.1, solver, 3, 64, LossType.ORIGINAL, 1, THREADS, 3, 3)
        for _ in range(sweeps):
            model.run_epoch()
            laps.end(lambda: (model.core_trainer.user, model.core_trainer.item))
    return {"sweep_seconds": laps.wall, "sweep_processor_seconds": laps.processor, "losses": laps.losses}


def sweep(folder, name):
    import optuna
    from implicit.als import AlternatingLeastSquares

    matrix = data.read(folder, name)
    users, held, negatives = (np.fromfile(f"{folder}/{name}.{part}", np.int32) for part in ("users", "held", "negatives"))
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    grid = {"rank": [16, 32, 64], "regularization": [80.0, 20.0, 5.0, 1.0], "alpha": [2.0, 10.0]}

    def trial(study):
        chosen = {key: study.suggest_categorical(key, values) for key, values in grid.items()}
        weights = matrix.copy()
        weights.data = (1 + chosen["alpha"] * np.log1p(matrix.data)).astype(np.float32)
        model = AlternatingLeastSquares(
            factors=chosen["rank"], regularization=chosen["regularization"], alpha=1.0, iterations=15, use_gpu=False,
            num_threads=THREADS, random_state=1)
        model.fit(weights, show_progress=False)
        own = model.user_factors[users]
        benign = np.einsum("ij,ij->i", own, model.item_factors[held])
        return float(np.mean(benign > np.einsum("ij,ij->i", own, model.item_factors[negatives])))

    start = time.perf_counter(), time.process_time()
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.GridSampler(grid, seed=1))
    study.optimize(trial, n_trials=24)
    return {"seconds": time.perf_counter() - start[0], "processor_seconds": time.process_time() - start[1],
            "auc": study.best_value, **study.best_params}


def pairs(users, resources, rank, count):
    random = np.random.default_rng(1)
    first = random.standard_normal((users, rank), dtype=np.float32)
    second = random.standard_normal((resources, rank), dtype=np.float32)
    u, r = random.integers(0, users, count), random.integers(0, resources, count)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        products = np.empty(count, np.float32)
        for begin in range(0, count, 8192):
            part = slice(begin, begin + 8192)
            products[part] = np.einsum("ij,ij->i", first[u[part]], second[r[part]])
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds}


def every_pair(library, folder, name, rank, least, top=20):
    """The unseen resources of every user with the greatest products, or the least; NumPy's blocks of users are shared among
    threads."""
    from concurrent.futures import ThreadPoolExecutor

    from implicit.als import AlternatingLeastSquares

    matrix = data.read(folder, name)
    weights = matrix.copy()
    weights.data = (1 + ALPHA * np.log1p(weights.data)).astype(np.float32)
    model = AlternatingLeastSquares(
        factors=rank, regularization=REGULARIZATION, alpha=1.0, iterations=3, use_gpu=False, num_threads=THREADS, random_state=1)
    model.fit(weights, show_progress=False)
    if least:
        model.user_factors = -model.user_factors
    users, resources = np.asarray(model.user_factors), np.ascontiguousarray(model.item_factors.T)

    def block(begin, size=256):
        end = min(begin + size, matrix.shape[0])
        products = users[begin:end] @ resources
        lengths = np.diff(matrix.indptr[begin:end + 1])
        products[np.repeat(np.arange(end - begin), lengths), matrix.indices[matrix.indptr[begin]:matrix.indptr[end]]] = -np.inf
        best = np.argpartition(products, -top, axis=1)[:, -top:]
        values = np.take_along_axis(products, best, axis=1)
        return np.take_along_axis(best, np.argsort(-values, axis=1, kind="stable"), axis=1)

    start = time.perf_counter()
    if library == "implicit":
        found, _ = model.recommend(np.arange(matrix.shape[0]), weights, N=top, filter_already_liked_items=True)
    else:
        with ThreadPoolExecutor(THREADS) as threads:
            found = np.concatenate(list(threads.map(block, range(0, matrix.shape[0], 256))))
    seconds = time.perf_counter() - start
    assert found.shape == (matrix.shape[0], top)
    return {"seconds": [seconds]}


def products(folder, rank):
    """How far AccessLab's scores are from the negated products in double precision."""
    users, resources = (np.fromfile(f"{folder}/{part}_factors", np.float32).reshape(-1, rank).astype(np.float64)
                        for part in ("user", "resource"))
    first, second = (np.fromfile(f"{folder}/{part}", np.int32) for part in ("users", "resources"))
    scores = np.fromfile(f"{folder}/scores", np.float64)
    exact = np.einsum("ij,ij->i", users[first], resources[second])
    return {"pairs": len(scores), "difference": float(np.max(np.abs(scores + exact)))}


def spark(work, folder, name, rank, sweeps):
    """Spark's own time for a fit, the start of its session left out."""
    from pyspark.ml.recommendation import ALS
    from pyspark.sql import SparkSession

    matrix = data.read(folder, name).tocoo()
    values = np.log1p(matrix.data) if work == "als" else matrix.data
    path = f"{folder}/{name}-{work}.csv"
    np.savetxt(path, np.column_stack([matrix.row, matrix.col, values]), fmt=["%d", "%d", "%.6g"], delimiter=",")
    session = (SparkSession.builder.master(f"local[{THREADS}]").config("spark.driver.memory", "8g")
               # Twenty-five sweeps nest deeper than the usual stack, which the reference avoids by slower checkpoints.
               .config("spark.driver.extraJavaOptions", "-Xss256m")
               .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").getOrCreate())
    session.sparkContext.setLogLevel("ERROR")
    table = session.read.csv(path, schema="user int, item int, rating float").repartition(THREADS).cache()
    table.count()

    def fit(iterations):
        start = time.perf_counter()
        ALS(rank=rank, maxIter=iterations, regParam=1.0 if work == "reference" else 0.05, alpha=1.0 if work == "reference" else ALPHA,
            implicitPrefs=True, nonnegative=work == "reference", userCol="user", itemCol="item", ratingCol="rating",
            numUserBlocks=THREADS, numItemBlocks=THREADS, checkpointInterval=-1, seed=1).fit(table)
        return time.perf_counter() - start

    fit(1)
    if work == "reference":
        return {"seconds": [fit(sweeps)]}
    one, more = fit(1), fit(1 + sweeps)
    return {"sweep_seconds": [(more - one) / sweeps]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["als", "sweep", "pairs", "every-pair", "products", "reference"])
    parser.add_argument("library")
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--sweeps", type=int, default=5)
    parser.add_argument("--loss", action="store_true")
    parser.add_argument("--least", action="store_true")
    a = parser.parse_args()
    if a.work == "reference":
        result = spark("reference", *a.rest, rank=10, sweeps=25)
    elif a.work == "als" and a.library == "spark":
        result = spark("als", *a.rest, rank=a.rank, sweeps=a.sweeps)
    elif a.work == "als":
        result = als(a.library, *a.rest, rank=a.rank, sweeps=a.sweeps, loss=a.loss)
    elif a.work == "every-pair":
        result = every_pair(a.library, *a.rest, rank=a.rank, least=a.least)
    elif a.work == "products":
        result = products(*a.rest, rank=a.rank)
    elif a.work == "sweep":
        result = sweep(*a.rest)
    else:
        result = pairs(*(int(value) for value in a.rest))
    result["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result))
