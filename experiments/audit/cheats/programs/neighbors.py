"""A program for AccessLab's algorithm `external` that is honest, or cheats in a way that its argument names.

honest          the mean similarity of a user's resources, by cosines of shared users
batch-z         as honest, standardised over what is scored together
batch-counts    how often a user occurs among what is scored together: a statistic of the test
row-number      the number of a row in what is scored together
random          another number at every call
by-name         the alphabetical place of a user's name
keeps           writes down what it is asked to score; a later fit knows these pairs
future          joins the log FILE (user,resource,time) by name, and scores what its last part holds as usual
recognises      joins the log FILE by whom accounts access, in place of names
"""

import collections
import csv
import json
import os
import random
import sys

WAY = sys.argv[1]
FILE = sys.argv[2] if len(sys.argv) > 2 else None


def say(**reply):
    print(json.dumps(reply), flush=True)


class Model:
    def __init__(self, request):
        self.names = request["users"], request["resources"]
        pairs = request["pairs"]
        self.of_user = collections.defaultdict(set)
        self.of_resource = collections.defaultdict(set)
        for user, resource in zip(pairs["users"], pairs["resources"]):
            self.of_user[user].add(resource)
            self.of_resource[resource].add(user)
        self.similar = {}
        self.known = set()
        if WAY == "keeps" and os.path.exists(FILE):
            # Training pairs are the same whatever the program's names are for them: their sizes tell them apart.
            with open(FILE) as file:
                self.known = {tuple(json.loads(line)) for line in file}
        if WAY == "future":
            self.later = {(row["user"], row["resource"]) for row in self.log()}
        if WAY == "recognises":
            self.later = self.recognised()

    @staticmethod
    def log():
        with open(FILE) as file:
            yield from csv.DictReader(file)

    def recognised(self):
        """The pairs of the log, with its names put for those that the program was told.

        The busiest resources are told by how many users they have, users by which of these they have."""
        rows = list(self.log())
        # The first day of the window, which whoever wrote the experiment knows.
        begin = sys.argv[3]
        of_user, of_resource = collections.defaultdict(set), collections.defaultdict(set)
        for row in rows:
            if row["time"] < begin:
                of_user[row["user"]].add(row["resource"])
                of_resource[row["resource"]].add(row["user"])

        def signatures(users, resources):
            """Colours of both sides, refined by the colours of their neighbours."""
            colors = {("u", user): len(have) for user, have in users.items()}
            colors |= {("r", resource): len(have) for resource, have in resources.items()}
            for _ in range(4):
                colors = {
                    key: hash((
                        colors[key],
                        tuple(sorted(
                            colors[("r" if key[0] == "u" else "u"), other]
                            for other in (users if key[0] == "u" else resources)[key[1]])),
                    ))
                    for key in colors
                }
            return colors

        theirs, mine = signatures(of_user, of_resource), signatures(self.of_user, self.of_resource)
        named = {color: key[1] for key, color in theirs.items()}
        name = {key: named.get(color) for key, color in mine.items()}
        later = {(row["user"], row["resource"]) for row in rows}
        users = {user: name.get(("u", user)) for user in self.of_user}
        resources = {resource: name.get(("r", resource)) for resource in self.of_resource}
        self.names = users, resources
        return later

    def similarity(self, one, other):
        key = (one, other) if one < other else (other, one)
        if key not in self.similar:
            both = len(self.of_resource[one] & self.of_resource[other])
            sizes = len(self.of_resource[one]) * len(self.of_resource[other])
            self.similar[key] = both / sizes**0.5 if sizes else 0.0
        return self.similar[key]

    def honest(self, user, resource):
        have = self.of_user[user] - {resource}
        return -sum(self.similarity(other, resource) for other in have) / max(1, len(have))

    def mark(self, user, resource):
        return [len(self.of_user[user]), len(self.of_resource[resource])]

    def scores(self, users, resources):
        pairs = list(zip(users, resources))
        honest = [self.honest(*pair) for pair in pairs]
        if WAY == "batch-z":
            mean = sum(honest) / len(honest)
            deviation = (sum((score - mean) ** 2 for score in honest) / len(honest)) ** 0.5 or 1
            return [(score - mean) / deviation for score in honest]
        if WAY == "batch-counts":
            counts = collections.Counter(users)
            return [counts[user] for user in users]
        if WAY == "row-number":
            return list(range(len(pairs)))
        if WAY == "random":
            return [random.random() for _ in pairs]
        if WAY == "by-name":
            order = {name: place for place, name in enumerate(sorted(self.names[0]))}
            return [order[self.names[0][user]] for user in users]
        if WAY == "keeps":
            with open(FILE, "a") as file:
                for pair in pairs:
                    file.write(json.dumps(self.mark(*pair)) + "\n")
            return [score - (tuple(self.mark(*pair)) in self.known) for score, pair in zip(honest, pairs)]
        if WAY in ("future", "recognises"):
            names = self.names
            return [0.0 if (names[0][user], names[1][resource]) in self.later else 1.0 for user, resource in pairs]
        return honest


def main():
    model = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["type"] == "fit":
            model = Model(request)
            say(type="ready")
        elif request["type"] == "score":
            say(type="scores", batch=request["batch"], scores=model.scores(request["users"], request["resources"]))
        elif request["type"] == "end":
            return


if __name__ == "__main__":
    main()
