"""Trains the policy in three stages: from demonstrations (sft), by reward (rft), and on its own votes while it serves (ttrl)."""
import argparse
import os
import random
import subprocess
import sys
from collections import Counter

from policy import ACTIONS, Policy, log_metrics, parameters, read_lines, seed, write_json, write_lines


def supervised(settings, chance):
    """Cross-entropy on demonstrations."""
    rows = read_lines("data/cota_sft/train.jsonl")
    policy = Policy()
    for epoch in range(1, settings["epochs"] + 1):
        chance.shuffle(rows)
        for row in rows:
            policy.reinforce(row["features"], ACTIONS.index(row["action"]), settings["learning_rate"])
        log_metrics(epoch, accuracy=policy.accuracy(rows))
    policy.save("models/sft.json", stage="sft")
    write_json("metrics/sft.json", {"train_accuracy": policy.accuracy(rows), "epochs": settings["epochs"]})


def reinforced(settings, chance):
    """Each task is tried a few times; what is rewarded above the group's mean becomes more likely."""
    rows = read_lines("data/cota_rft/train.jsonl")
    policy = Policy.load("models/sft.json")
    rewards = []
    for episode, row in enumerate(rows, 1):
        tries = [policy.sample(row["features"], chance) for _ in range(settings["group"])]
        gains = [float(ACTIONS[action] == row["action"]) for action in tries]
        mean = sum(gains) / len(gains)
        for action, gain in zip(tries, gains):
            policy.reinforce(row["features"], action, settings["learning_rate"] * (gain - mean))
        rewards.append(mean)
        if episode % 50 == 0:
            log_metrics(episode, reward=sum(rewards[-50:]) / 50)
    policy.save("models/rft.json", stage="rft")
    write_json("metrics/rft.json", {"first_reward": sum(rewards[:100]) / 100, "last_reward": sum(rewards[-100:]) / 100})


def online(settings, chance):
    """No labels: the action that most of the policy's own samples agree on is taken for right, and remembered."""
    policy = Policy.load("models/rft.json")
    experiences = []
    for step in range(1, settings["steps"] + 1):
        features = [round(chance.gauss(0, 1), 4) for _ in policy.weights[0][:-1]]
        votes = Counter(policy.sample(features, chance) for _ in range(settings["votes"]))
        action, agreed = votes.most_common(1)[0]
        confidence = agreed / settings["votes"]
        experiences.append({"features": features, "action": ACTIONS[action], "confidence": confidence})
        if confidence >= settings["trust"]:
            policy.reinforce(features, action, settings["learning_rate"] * confidence)
        if step % 25 == 0:
            log_metrics(step, online_confidence=sum(row["confidence"] for row in experiences[-25:]) / 25)
    buffer = f"experience_buffer_{settings['snapshot_time']}"
    write_lines(f"buffers/{buffer}.jsonl", experiences)
    policy.save("models/ttrl.json", stage="ttrl")
    write_json("metrics/online.json", {"steps": len(experiences), "buffer": buffer})
    # The buffer was gathered here, from no other version; the model was made from it and from the model before.
    pixelis("add", f"buffers/{buffer}.jsonl", "--name", buffer, "--no-parents")
    model = f"model-ttrl-{os.environ['PIXELIS_RUN_ID']}"
    pixelis("add", "models/ttrl.json", "--name", model, "--parent", settings["base_model"], "--parent", buffer)


def pixelis(*arguments):
    """Belongs to the run, since it is called inside it."""
    subprocess.run(["pixelis", "--quiet", *arguments], check=True)


STAGES = {
    "sft": (supervised, {"epochs": 12, "learning_rate": 0.05}),
    "rft": (reinforced, {"group": 4, "learning_rate": 0.1}),
    "ttrl": (online, {"steps": 200, "votes": 8, "trust": 0.75, "learning_rate": 0.02, "snapshot_time": 0, "base_model": ""}),
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mode", choices=STAGES, required=True)
    train, defaults = STAGES[arguments.parse_args().mode]
    train(parameters(defaults), random.Random(seed()))
    print("trained", file=sys.stderr)


main()
