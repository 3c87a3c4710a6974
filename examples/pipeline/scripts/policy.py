"""A small policy over actions, learnt for real: a linear softmax model in plain Python."""
import json
import math
import os
import random

ACTIONS = ["ZOOM-IN", "SEGMENT", "READ-TEXT", "TRACK"]
FEATURES = 8


def parameters(defaults):
    """What `pixelis run --config` and `--param` gave, over the defaults."""
    return {**defaults, **json.loads(os.environ.get("PIXELIS_PARAMS") or "{}")}


def seed(default=7):
    return int(os.environ.get("PIXELIS_SEED") or default)


def log_metrics(step, **values):
    """One JSON line a step: all that Pixelis asks of a training loop, in any language."""
    path = os.environ.get("PIXELIS_METRICS_FILE")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"step": step, **values}) + "\n")


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write_lines(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def write_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


class Policy:
    """Weights by action; each has one weight a feature and a bias."""

    def __init__(self, weights=None):
        self.weights = weights or [[0.0] * (FEATURES + 1) for _ in ACTIONS]

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file)["weights"])

    def save(self, path, **facts):
        # Rounded, so that the last bit of a processor's logarithm makes no other model.
        rounded = [[round(weight, 9) for weight in row] for row in self.weights]
        write_json(path, {**facts, "actions": ACTIONS, "weights": rounded})

    def probabilities(self, features):
        scores = [sum(w * x for w, x in zip(row, features)) + row[-1] for row in self.weights]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def best(self, features):
        chances = self.probabilities(features)
        return chances.index(max(chances))

    def sample(self, features, chance: random.Random):
        return chance.choices(range(len(ACTIONS)), weights=self.probabilities(features))[0]

    def reinforce(self, features, action, amount):
        """Moves the log-probability of an action up its gradient, `amount` times."""
        for index, chance in enumerate(self.probabilities(features)):
            slope = amount * ((index == action) - chance)
            row = self.weights[index]
            for place, value in enumerate(features):
                row[place] += slope * value
            row[-1] += slope

    def accuracy(self, rows):
        return sum(ACTIONS[self.best(row["features"])] == row["action"] for row in rows) / len(rows)
