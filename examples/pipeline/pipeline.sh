#!/bin/sh
# From data to a judged model. Every step is a run: what it used, what it made, its code and its environment are recorded.
set -eu

pixelis run --name "Data Generation" --id data001 --seed 7 \
  --output data/cota_sft=dataset-cota_sft \
  --output data/cota_rft=dataset-cota_rft \
  -- python3 scripts/generate_cota_data.py

pixelis run --name "SFT Training" --id abc123 --seed 7 \
  --param epochs=12 --param learning_rate=0.05 \
  --input dataset-cota_sft:v1 \
  --output 'models/sft.json=model-sft-{run_id}' \
  --output metrics/sft.json=sft_metrics \
  -- python3 scripts/train.py --mode sft

pixelis run --name "RFT Training" --id def456 --seed 7 \
  --input model-sft-abc123 --input dataset-cota_rft:v1 \
  --output 'models/rft.json=model-rft-{run_id}' \
  --output metrics/rft.json=rft_metrics \
  -- python3 scripts/train.py --mode rft

# The script itself adds its model and its buffer of experiences: it knows best which was made from which.
pixelis run --name "Online TTRL" --id ghi789 --seed 7 --capture-level 3 \
  --config configs/ttrl.yaml \
  --input model-rft-def456 \
  --output metrics/online.json=online_metrics \
  -- python3 scripts/train.py --mode ttrl

pixelis run --name "Evaluation" --id eval001 \
  --input model-ttrl-ghi789 --input dataset-cota_sft:v1 \
  --output results/evaluation.json=eval-model-ttrl-ghi789-on-dataset-cota_sft-v1 \
  -- python3 scripts/evaluate.py
