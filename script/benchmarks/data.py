"""Writes the matrices that are timed: `data.py FOLDER NAME…`, with the names S, M and L.

A made-up organisation: departments of unequal size with resources of their own, roles within them, resources that
everybody uses, log-normal activity and Zipf popularity. Each matrix is three arrays of a compressed sparse matrix
(`NAME.offsets`, `NAME.columns`: int32, `NAME.counts`: float32) with its shape in `NAME.json`. `NAME-train` is the same
without a tenth of the pairs, and has beside it up to 200,000 of these with a resource that the user does not access:
`NAME-train.users`, `.held`, `.negatives`.
"""
import json
import pathlib
import sys

import numpy as np
import scipy.sparse as sparse

SIZES = {"S": (5_000, 2_000, 100_000, 20), "M": (50_000, 20_000, 2_000_000, 60), "L": (200_000, 100_000, 20_000_000, 150)}


def zipf(count, exponent):
    """The cumulative probabilities of Zipf's law."""
    weights = np.cumsum(np.arange(1, count + 1) ** -exponent)
    return weights / weights[-1]


def pick(cumulative, random, count):
    return np.minimum(np.searchsorted(cumulative, random.random(count)), len(cumulative) - 1)


def organisation(users, resources, pairs, departments, seed=11):
    random = np.random.default_rng(seed)
    share = np.arange(1, departments + 1) ** -0.6
    share /= share.sum()
    department = random.choice(departments, users, p=share)
    role = random.integers(0, 4, users)
    activity = np.cumsum(random.lognormal(0, 0.9, users))
    activity /= activity[-1]
    shared = resources // 8
    bounds = shared + np.concatenate([[0], np.cumsum(np.round(share * (resources - shared)).astype(int))])
    bounds[-1] = resources
    hidden_order = random.permutation(resources)
    everybody = zipf(shared, 0.9)
    own = [zipf(max(1, bounds[d + 1] - bounds[d]), 0.8) for d in range(departments)]
    keys, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    while len(keys) < pairs:
        draws = int(1.5 * (pairs - len(keys))) + 1000
        user = pick(activity, random, draws)
        kind = random.random(draws)
        at = np.where(kind > 0.9, random.integers(0, departments, draws), department[user])
        resource = np.empty(draws, np.int64)
        common = kind < 0.3
        resource[common] = pick(everybody, random, common.sum())
        for d in range(departments):
            chosen = np.flatnonzero(~common & (at == d))
            size = len(own[d])
            # Half of a role's accesses begin elsewhere in the department's order: four overlapping groups.
            turn = (random.random(len(chosen)) < 0.5) * role[user[chosen]] * (size // 4)
            resource[chosen] = bounds[d] + (pick(own[d], random, len(chosen)) + turn) % size
        key = user.astype(np.int64) * resources + hidden_order[np.minimum(resource, resources - 1)]
        keys, place = np.unique(np.concatenate([keys, key]), return_inverse=True)
        counts = np.bincount(place, weights=np.concatenate([counts, np.ones(draws)]).astype(float)).astype(np.int64)
    kept = np.sort(random.permutation(len(keys))[:pairs])
    keys, counts = keys[kept], counts[kept] + np.floor(random.lognormal(0.3, 1.2, pairs)).astype(np.int64)
    return sparse.csr_matrix((counts.astype(np.float32), (keys // resources, keys % resources)), shape=(users, resources))


def write(matrix, folder, name):
    matrix.sort_indices()
    matrix.indptr.astype(np.int32).tofile(folder / f"{name}.offsets")
    matrix.indices.astype(np.int32).tofile(folder / f"{name}.columns")
    matrix.data.astype(np.float32).tofile(folder / f"{name}.counts")
    shape = {"users": matrix.shape[0], "resources": matrix.shape[1], "pairs": int(matrix.nnz)}
    (folder / f"{name}.json").write_text(json.dumps(shape))


def read(folder, name):
    folder = pathlib.Path(folder)
    shape = json.loads((folder / f"{name}.json").read_text())
    parts = [np.fromfile(folder / f"{name}.{part}", kind) for part, kind in
             (("counts", np.float32), ("columns", np.int32), ("offsets", np.int32))]
    return sparse.csr_matrix(tuple(parts), shape=(shape["users"], shape["resources"]))


def hold_out(matrix, folder, name, most=200_000, seed=3):
    random = np.random.default_rng(seed)
    pairs = matrix.tocoo()
    out = random.random(matrix.nnz) < 0.1
    write(sparse.csr_matrix((pairs.data[~out], (pairs.row[~out], pairs.col[~out])), shape=matrix.shape), folder, name)
    chosen = random.permutation(np.flatnonzero(out))[:most]
    users, held = pairs.row[chosen], pairs.col[chosen]
    negatives = random.integers(0, matrix.shape[1], len(chosen))
    fine = np.asarray(matrix[users, negatives]).ravel() == 0
    for part, values in (("users", users), ("held", held), ("negatives", negatives)):
        values[fine].astype(np.int32).tofile(folder / f"{name}.{part}")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        if (folder / f"{name}-train.negatives").exists():
            continue
        matrix = organisation(*SIZES[name])
        write(matrix, folder, name)
        hold_out(matrix, folder, f"{name}-train")
        print(name, matrix.shape, matrix.nnz, "pairs", flush=True)
