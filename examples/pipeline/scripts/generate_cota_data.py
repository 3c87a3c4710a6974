"""Chain-of-thought-action samples: what is seen, what is thought of it, and the action that follows."""
import random

from policy import ACTIONS, FEATURES, seed, write_lines

WORDS = {
    "ZOOM-IN": "the object is too small to be told",
    "SEGMENT": "two objects overlap",
    "READ-TEXT": "there is writing in the picture",
    "TRACK": "something moves between the frames",
}


def samples(count, chance, teacher, noise):
    for number in range(count):
        features = [round(chance.gauss(0, 1), 4) for _ in range(FEATURES)]
        scores = [sum(w * x for w, x in zip(row, features)) + chance.gauss(0, noise) for row in teacher]
        action = ACTIONS[scores.index(max(scores))]
        yield {"id": number, "features": features, "thought": WORDS[action], "action": action}


def main():
    chance = random.Random(seed())
    teacher = [[chance.gauss(0, 1) for _ in range(FEATURES)] for _ in ACTIONS]
    # The demonstrations are few and noisy; the tasks for reinforcement are many and only say whether an action was right.
    write_lines("data/cota_sft/train.jsonl", samples(120, chance, teacher, 1.0))
    write_lines("data/cota_sft/test.jsonl", samples(400, chance, teacher, 0.1))
    write_lines("data/cota_rft/train.jsonl", samples(600, chance, teacher, 0.1))
    print("data/cota_sft: 120 to learn from, 400 to judge by; data/cota_rft: 600 tasks")


main()
