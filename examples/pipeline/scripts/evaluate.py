"""How often the policy takes the right action on what it has not seen."""
from policy import ACTIONS, Policy, log_metrics, read_lines, write_json


def main():
    rows = read_lines("data/cota_sft/test.jsonl")
    policy = Policy.load("models/ttrl.json")
    by_action = {
        action: policy.accuracy([row for row in rows if row["action"] == action])
        for action in ACTIONS
        if any(row["action"] == action for row in rows)
    }
    results = {"accuracy": policy.accuracy(rows), "by_action": by_action, "samples": len(rows)}
    write_json("results/evaluation.json", results)
    log_metrics(0, accuracy=results["accuracy"])
    print(f"accuracy {results['accuracy']:.3f} on {len(rows)} samples")


main()
