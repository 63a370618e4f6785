"""The least time that a sweep of implicit ALS can take on a machine: `floor.py FOLDER NAME RANK PROBE`, where PROBE is the
line that `workload probe RANK USERS RESOURCES` prints.

Counted are the additions and multiplications, and the bytes between memory and processor, that the method itself needs,
from the real lengths of the matrix's rows and columns; the floor is the larger of both times. Nothing is counted for
loops, selections and waiting, and nothing is subtracted for what caches keep but the gathers, whose rate is that of
tables as large as the factors.
"""
import json
import sys

import numpy as np

import data

NUMBER = 4  # bytes of a factor, and of an index


class Sweep:
    """What both half-sweeps take, for rows of such lengths."""

    def __init__(self, users, resources, rank):
        self.lengths = np.concatenate([users, resources]).astype(float)
        self.pairs, self.rank = float(np.sum(users)), rank
        # Half of XᵀX, which is symmetric.
        self.gram = len(self.lengths) * rank**2

    def transforms(self, count):
        """A triangular matrix times every row, so many times."""
        return count * len(self.lengths) * self.rank**2

    def exact(self):
        """Cholesky's factorisation of the smaller system, as large as the rank or as the row is long."""
        n, k = self.lengths, self.rank
        short = n**2 * k + n**3 / 3 + 4 * n * k
        long = n * k**2 + k**3 / 3 + 2 * k**2
        return np.sum(np.where(n < k, short, long)) + self.gram + self.transforms(2)

    def conjugate_gradient(self, steps=3):
        """Every step multiplies the row's factors by a vector and the transposed by another; so does the start."""
        return 2 * self.pairs * 4 * self.rank * (steps + 1) + self.gram + self.transforms(3)

    def traffic(self, probe, passes):
        """Seconds for the gathers, the indices and weights, and so many passes over the factors."""
        row = NUMBER * self.rank
        gathers = sum(self.pairs * row / rate for rate in probe["gather"])
        ordered = 2 * self.pairs * 2 * NUMBER + passes * len(self.lengths) * row
        return (gathers + ordered / probe["stream"]) * 1e-9


def floors(folder, name, rank, probe):
    """Seconds of a sweep by each solver."""
    matrix = data.read(folder, name)
    sweep = Sweep(np.diff(matrix.indptr), np.bincount(matrix.indices, minlength=matrix.shape[1]), rank)
    # Gram matrix, transform, and back: features are read twice and written once, solutions written, read and written;
    # conjugate gradients also start from the present ones: read and written, read again.
    return {
        "exact": max(sweep.exact() / probe["gflops"] * 1e-9, sweep.traffic(probe, 6)),
        "conjugate gradient": max(sweep.conjugate_gradient() / probe["gflops"] * 1e-9, sweep.traffic(probe, 9)),
    }


if __name__ == "__main__":
    folder, name, rank, probe = sys.argv[1:]
    print(json.dumps(floors(folder, name, int(rank), json.loads(probe))))
