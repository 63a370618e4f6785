"""The reference detector by NumPy: Spark's non-negative ALS and SynapseML's standardisation, from their description.

    pip install numpy
    python3 Tests/Oracles/cyberml.py
"""

import json
import math
import pathlib

import numpy

from json_fixtures import plain

FILE = pathlib.Path(__file__).parents[2] / "Tests" / "DetectorsTests" / "Fixtures" / "cyberml.json"
WORD = (1 << 64) - 1


def signed(word):
    return word - (1 << 64) if word >> 63 else word


def murmur3(data, seed):
    def rotate(word, bits):
        return ((word << bits) | (word >> (32 - bits))) & 0xFFFFFFFF

    state = seed
    for start in range(0, len(data), 4):
        word = int.from_bytes(data[start:start + 4], "little") * 0xCC9E2D51 & 0xFFFFFFFF
        state = (rotate(state ^ (rotate(word, 15) * 0x1B873593 & 0xFFFFFFFF), 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    state ^= len(data)
    state = (state ^ state >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    state = (state ^ state >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return state ^ state >> 16


class SparkRandom:
    def __init__(self, seed):
        data = (seed & WORD).to_bytes(8, "big")
        low = murmur3(data, 0x3C074A61)
        self.state, self.spare = murmur3(data, low) << 32 | low, None

    def bits(self, count):
        self.state ^= self.state << 21 & WORD
        self.state ^= self.state >> 35
        self.state ^= self.state << 4 & WORD
        return self.state & (1 << count) - 1

    def long(self):
        high, low = self.bits(32), self.bits(32)
        return ((high << 32) + (low - (1 << 32) if low >> 31 else low)) & WORD

    def uniform(self):
        high = self.bits(26)
        return (high * 2**27 + self.bits(27)) / 2**53

    def gaussian(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            first, second = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = first**2 + second**2
            if 0 < square < 1:
                scale = math.sqrt(-2 * math.log(square) / square)
                self.spare = second * scale
                return first * scale


def start(seed, count, rank, blocks):
    root = SparkRandom(seed).long()
    factors = numpy.zeros((count, rank), numpy.float32)
    for block in range(blocks):
        factor = 0x9E3775CD9E3775CD
        swapped = int.from_bytes(((root ^ block) * factor & WORD).to_bytes(8, "little"), "big")
        random = SparkRandom(swapped * factor & WORD)
        for number in range(1, count + 1):
            if number % blocks == block:
                vector = numpy.array([random.gaussian() for _ in range(rank)], numpy.float32)
                norm = numpy.float32(numpy.sqrt((vector.astype(float)**2).sum()))
                factors[number - 1] = vector * (numpy.float32(1) / norm)
    return factors


def nonnegative(matrix, vector):
    def length(direction):
        return direction @ residual / (direction @ matrix @ direction + 1e-20)

    def done(step, square):
        return math.isnan(step) or step < 1e-7 or step > 1e40 or square < 1e-12 * (x @ x) or square < 1e-32

    x, last, last_square, wall = numpy.zeros(len(vector)), None, 0, 0
    for index in range(max(400, 20 * len(vector))):
        residual = matrix @ x - vector
        gradient = numpy.where((residual > 0) & (x == 0), 0, residual)
        direction, step = gradient, length(gradient)
        if index > wall + 1:
            conjugate = gradient + gradient @ gradient / last_square * last
            if not done(length(conjugate), conjugate @ conjugate):
                direction, step = conjugate, length(conjugate)
        if done(step, direction @ direction):
            break
        for place in range(len(x)):
            if step * direction[place] > x[place]:
                step = x[place] / direction[place]
        for place in range(len(x)):
            if step * direction[place] > x[place] * (1 - 1e-14):
                x[place], wall = 0, index
            else:
                x[place] -= step * direction[place]
        last, last_square = direction, gradient @ gradient
    return x


def half(rows, count, others, regularization, alpha):
    """New factors of one side; rows are (member, other, rating), alpha is None for explicit feedback."""
    others = others.astype(float)
    rank = others.shape[1]
    solved = numpy.zeros((count, rank), numpy.float32)
    for member in range(count):
        matrix = others.T @ others if alpha is not None else numpy.zeros((rank, rank))
        vector, own = numpy.zeros(rank), [(other, float(rating)) for m, other, rating in rows if m == member]
        for other, rating in own:
            excess = 1 if alpha is None else alpha * rating
            matrix = matrix + excess * numpy.outer(others[other], others[other])
            vector = vector + (rating if alpha is None else 1 + excess) * others[other]
        solved[member] = nonnegative(matrix + regularization * len(own) * numpy.eye(rank), vector)
    return solved


def factorise(rows, users, resources, case, blocks):
    factors = start(case["seed"], users, case["rank"], blocks)
    swapped = [(resource, user, rating) for user, resource, rating in rows]
    for _ in range(case["iterations"]):
        items = half(swapped, resources, factors, case["regularization"], case["alpha"])
        factors = half(rows, users, items, case["regularization"], case["alpha"])
    return factors, items


def scaled(values):
    low, high = 5, 10
    if max(values) == min(values):
        return [(low + high) / 2] * len(values)
    slope = (high - low) / (max(values) - min(values))
    return [slope * value + high - slope * max(values) for value in values]


def fit(table, case):
    """The score of every user with every resource of the same tenant."""
    tenants = sorted({row[0] for row in table})
    users, resources = sorted({row[:2] for row in table}), sorted({(row[0], row[2]) for row in table})
    rated = {}
    for tenant in tenants:
        own = [row for row in table if row[0] == tenant]
        rows = list(zip(own, scaled([row[3] for row in own])))
        rows = [(users.index(row[:2]), resources.index((tenant, row[2])), rating) for row, rating in rows]
        rows += [(users.index((tenant, user)), resources.index((tenant, resource)), 1.0)
                 for name, user, resource in case["complement"] if name == tenant]
        rated[tenant] = [(user, resource, numpy.float32(rating)) for user, resource, rating in rows]
    if case["separate"]:
        parts = []
        for tenant in tenants:
            first = [next(i for i, name in enumerate(names) if name[0] == tenant) for names in (users, resources)]
            count = [sum(name[0] == tenant for name in names) for names in (users, resources)]
            rows = [(user - first[0], resource - first[1], rating) for user, resource, rating in rated[tenant]]
            parts.append(factorise(rows, *count, case, 10))
        factors, items = (numpy.concatenate(side) for side in zip(*parts))
    else:
        factors, items = factorise(sum(rated.values(), []), len(users), len(resources), case, len(tenants))
    factors, items = factors.astype(float), items.astype(float)
    scores = []
    for tenant in tenants:
        predictions = numpy.array([factors[user] @ items[resource] for user, resource, _ in rated[tenant]])
        deviation = predictions.std() if predictions.std() > 1e-12 else 1.0
        scores += [[tenant, user[1], resource[1], (predictions.mean() - factors[i] @ items[j]) / deviation]
                   for i, user in enumerate(users) if user[0] == tenant
                   for j, resource in enumerate(resources) if resource[0] == tenant]
    return scores


# One pair occurs twice; "south" falls into two components, "west" is a single pair.
TABLE = [
    ("north", "ada", "plans", 9.0), ("north", "ada", "drafts", 2.5), ("north", "ada", "notes", 1.0),
    ("north", "ben", "plans", 4.0), ("north", "ben", "notes", 11.0), ("north", "cyd", "drafts", 6.0),
    ("north", "cyd", "plans", 1.5), ("north", "cyd", "ledger", 1.0), ("north", "dot", "ledger", 40.0),
    ("north", "dot", "payroll", 3.0), ("north", "eli", "payroll", 7.0), ("north", "eli", "ledger", 2.0),
    ("north", "ada", "plans", 0.25),
    ("south", "ada", "mill", 2.0), ("south", "fay", "mill", 5.0), ("south", "fay", "quay", 3.0),
    ("south", "gus", "yard", 1.0), ("south", "hob", "yard", 8.0), ("south", "hob", "dock", 2.0),
    ("west", "ida", "attic", 12.0),
]
COMPLEMENT = [
    ("north", "ada", "payroll"), ("north", "ben", "ledger"), ("north", "dot", "plans"), ("north", "eli", "drafts"),
    ("north", "eli", "notes"), ("south", "ada", "yard"), ("south", "gus", "mill"), ("south", "hob", "quay"),
]


def case(name, **changes):
    settings = {"name": name, "rank": 3, "iterations": 6, "regularization": 0.5, "alpha": 1.0, "separate": False,
                "seed": 20_240_229, "complement": []} | changes
    return settings | {"table": TABLE, "scores": fit(TABLE, settings)}


if __name__ == "__main__":
    cases = [
        case("implicit, joint"), case("implicit, separate", separate=True),
        case("implicit, another seed", seed=-5, rank=5, alpha=0.3, regularization=1.0),
        case("explicit, joint", alpha=None, complement=COMPLEMENT),
        case("explicit, separate", alpha=None, complement=COMPLEMENT, separate=True, rank=2),
    ]
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text("[\n" + ",\n".join(json.dumps(plain(case), allow_nan=False) for case in cases) + "\n]\n")
