"""Detectors on small random matrices, with dense linear algebra throughout.

Each file has the predictions (higher is more expected) for all pairs of users and resources.

    pip install numpy scipy scikit-learn
    python3 Tests/Oracles/detectors.py
"""

import json
import pathlib

import numpy
from scipy import linalg
from sklearn.metrics import pairwise_distances
from sklearn.metrics.pairwise import cosine_similarity

from json_fixtures import plain

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "DetectorsTests" / "Fixtures"


def random_pairs(generator, users, resources, density):
    """A binary matrix without empty rows and columns, with busy and idle users, popular and rare resources."""
    activity, popularity = generator.gamma(2, size=(users, 1)), generator.gamma(2, size=resources)
    pairs = generator.random((users, resources)) < 1 - numpy.exp(-density * activity * popularity)
    pairs[numpy.arange(max(users, resources)) % users, numpy.arange(max(users, resources)) % resources] = True
    return pairs.astype(float)


def svd(pairs, rank, degree_exponent, iterations):
    users = pairs.sum(axis=1, keepdims=True) ** degree_exponent
    resources = pairs.sum(axis=0) ** degree_exponent
    left, values, right = numpy.linalg.svd(pairs / users / resources, full_matrices=False)
    return left[:, :rank] * values[:rank] @ right[:rank] * users * resources


def ease_resources(pairs, regularization, degree_exponent):
    weights = numpy.diag(pairs.sum(axis=1) ** -degree_exponent)
    inverse = linalg.inv(pairs.T @ weights @ pairs + regularization * numpy.eye(pairs.shape[1]))
    weights = numpy.eye(pairs.shape[1]) - inverse / numpy.diag(inverse)
    return pairs @ weights


def ease(pairs, regularization, degree_exponent, side):
    by_resource = ease_resources(pairs, regularization, degree_exponent)
    by_user = ease_resources(pairs.T, regularization, degree_exponent).T
    return {"resources": by_resource, "users": by_user, "both": by_resource + by_user}[side]


def user_knn(pairs, neighbours, similarity, shrinkage, degree_exponent, aggregation):
    weights = pairs.sum(axis=0) ** -degree_exponent
    weighted = pairs * numpy.sqrt(weights)
    shared, totals = weighted @ weighted.T, (weighted**2).sum(axis=1)
    if similarity == "cosine":
        norms = numpy.sqrt(numpy.outer(totals, totals))
        similarities = shared / (norms + shrinkage)
        if shrinkage == 0:
            assert numpy.allclose(similarities, cosine_similarity(weighted))
    else:
        similarities = shared / (totals[:, None] + totals - shared + shrinkage)
        if shrinkage == 0 and degree_exponent == 0:
            assert numpy.allclose(similarities, 1 - pairwise_distances(pairs.astype(bool), metric="jaccard"))
    similarities = similarities.round(12)
    numpy.fill_diagonal(similarities, 0)
    for row in similarities:
        # Those that tie for the last places share them.
        last = numpy.sort(row)[::-1][min(neighbours, len(row)) - 1]
        share = (neighbours - (row > last).sum()) / (row == last).sum()
        row *= numpy.where(row == last, min(1, share), row > last)
    sums = similarities @ pairs
    totals = similarities.sum(axis=1, keepdims=True)
    return sums / numpy.where(totals > 0, totals, 1) if aggregation == "mean" else sums


def item_knn(pairs, **parameters):
    return user_knn(pairs.T, **parameters).T


def pagerank(pairs, restart, degree_exponent):
    users, resources = pairs.shape
    graph = numpy.block([[numpy.zeros((users, users)), pairs], [pairs.T, numpy.zeros((resources, resources))]])
    steps = graph / graph.sum(axis=1, keepdims=True)
    time = restart * linalg.inv(numpy.eye(users + resources) - (1 - restart) * steps)
    assert numpy.allclose(time.sum(axis=1), 1)
    return time[:users, users:] / pairs.sum(axis=0) ** degree_exponent


def three_paths(pairs, user_weights, resource_weights):
    """Sums over the paths of three steps that do not use the edge between their ends."""
    sums = numpy.zeros(pairs.shape)
    for user, resource in numpy.ndindex(pairs.shape):
        without = pairs.copy()
        without[user, resource] = 0
        sums[user, resource] = (without * resource_weights @ without.T * user_weights @ without)[user, resource]
    return sums


def random_paths(pairs, user_exponent, resource_exponent, damping):
    users, resources = pairs.sum(axis=1), pairs.sum(axis=0)
    found = three_paths(pairs, users**-user_exponent, resources**-resource_exponent)
    found *= users[:, None] ** -user_exponent / resources**damping
    # The matrix powers of the paper, which agree on the pairs that are not edges.
    forth = pairs / users[:, None] ** user_exponent
    back = pairs.T / resources[:, None] ** resource_exponent
    assert numpy.allclose(found[pairs == 0], ((forth @ back @ forth) / resources**damping)[pairs == 0])
    return found


def adamic_adar(pairs):
    def weights(degrees):
        return numpy.where(degrees > 1, 1 / numpy.log(numpy.maximum(degrees, 2)), 0)
    return three_paths(pairs, weights(pairs.sum(axis=1)), weights(pairs.sum(axis=0)))


def write(name, detector, settings):
    generator = numpy.random.default_rng(7)
    cases = []
    for number, parameters in enumerate(settings):
        pairs = random_pairs(generator, *[(14, 10), (9, 13), (20, 12)][number % 3], 0.07)
        cases.append({"parameters": parameters, "pairs": numpy.argwhere(pairs),
                      "predictions": detector(pairs, **parameters).round(10) + 0.0})
    text = "[\n" + ",\n".join(json.dumps(plain(case), allow_nan=False) for case in cases) + "\n]\n"
    assert len(text) < 100_000, f"{name} has {len(text)} bytes"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(text)


write("svd", svd, [{"rank": rank, "degree_exponent": exponent, "iterations": 30}
                   for rank, exponent in [(1, 0), (1, 0.5), (3, 0), (3, 0.5), (4, 0.25), (5, 1)]])
write("ease", ease, [{"regularization": regularization, "degree_exponent": exponent, "side": side}
                     for regularization, exponent, side in [
                         (1, 0, "resources"), (10, 0, "users"), (0.1, 0, "both"), (0.01, 0.5, "resources"),
                         (1, 1, "users"), (100, 1, "both")]])
neighbours = [{"neighbours": neighbours, "similarity": similarity, "shrinkage": shrinkage,
               "degree_exponent": exponent, "aggregation": aggregation}
              for neighbours, similarity, shrinkage, exponent, aggregation in [
                  (1, "cosine", 0, 0, "mean"), (2, "cosine", 0, 0, "sum"), (3, "jaccard", 0, 0, "mean"),
                  (4, "jaccard", 2, 0, "sum"), (5, "cosine", 3, 1, "mean"), (3, "jaccard", 0.5, 0.5, "mean"),
                  (100, "cosine", 0, 0, "mean"), (2, "cosine", 0, 1, "sum"), (100, "jaccard", 0, 1, "sum")]]
write("user-knn", user_knn, neighbours)
write("item-knn", item_knn, neighbours)
write("pagerank", pagerank, [{"restart": restart, "degree_exponent": exponent}
                             for restart, exponent in [
                                 (0.5, 0), (0.15, 0), (0.15, 1), (0.01, 0.5), (0.99, 0), (0.3, 2)]])
write("random-paths", random_paths, [
    {"user_exponent": user, "resource_exponent": resource, "damping": damping}
    for user, resource, damping in [(1, 1, 0), (1, 1, 0.5), (0.6, 0.6, 1), (0.5, 1.5, 0.3), (0, 0, 0), (2, 0.4, 2)]])
write("adamic-adar", adamic_adar, [{}, {}, {}])
