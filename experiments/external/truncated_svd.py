"""A detector for AccessLab's `external` algorithm: a truncated singular value decomposition by scikit-learn.

Each tenant's matrix of observed pairs, scaled by the users' and resources' degrees, is decomposed by itself; the score
of a pair is the negative of its reconstruction. Options, as JSON: {"rank": 8}.
"""

import json
import sys

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD


def say(**reply):
    print(json.dumps(reply), flush=True)


class Model:
    """User and resource factors of all tenants, in the rows and columns of the request."""

    def __init__(self, request):
        options = json.loads(request["options"] or "{}")
        unknown = set(options) - {"rank"}
        if unknown:
            raise ValueError(f"unknown options: {', '.join(sorted(unknown))}")
        rank = int(options.get("rank", 8))
        pairs = request["pairs"]
        shape = (len(request["users"]), len(request["resources"]))
        observed = csr_matrix((np.ones(len(pairs["users"])), (pairs["users"], pairs["resources"])), shape=shape)
        self.users = np.zeros((shape[0], rank))
        self.resources = np.zeros((shape[1], rank))
        for tenant in request["tenants"]:
            rows, columns = slice(*tenant["users"]), slice(*tenant["resources"])
            block = observed[rows, columns]
            by_user = np.sqrt(np.asarray(block.sum(axis=1)).ravel())
            by_resource = np.sqrt(np.asarray(block.sum(axis=0)).ravel())
            block = block.multiply(1 / by_user[:, None]).multiply(1 / by_resource[None, :]).tocsr()
            components = min(rank, min(block.shape) - 1)
            if components < 1:
                continue
            decomposition = TruncatedSVD(components, n_iter=7, random_state=request["seed"])
            self.users[rows, :components] = decomposition.fit_transform(block)
            self.resources[columns, :components] = decomposition.components_.T

    def scores(self, users, resources):
        # A sum over each row by itself: a pair's score does not depend on the rest of its batch.
        return -(self.users[users] * self.resources[resources]).sum(axis=1)


def main():
    model = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["type"] == "fit":
            if request["version"] != 1:
                say(type="error", message=f"version {request['version']} of the protocol is unknown")
                return
            try:
                model = Model(request)
            except ValueError as error:
                say(type="error", message=str(error))
                return
            say(type="ready")
        elif request["type"] == "score":
            scores = model.scores(request["users"], request["resources"])
            say(type="scores", batch=request["batch"], scores=scores.tolist())
        elif request["type"] == "end":
            return


if __name__ == "__main__":
    main()
