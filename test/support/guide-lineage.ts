import type { LineageFacts, RunFacts, VersionFacts } from '#model/lineage-facts.js';
import { type Digest, digestFromHex } from '#model/digest.js';
import type { UsedVersion } from '#model/run.js';

/** The pipeline of the guide: data generation, SFT, RFT, TTRL, evaluation. */
export const guideLineage: LineageFacts = pipeline();

/** A version by name, number and the digit of which its digest is made. */
export function used(artifact: string, version = 1, digit = '1'): UsedVersion {
  return { artifact, version, digest: digestOf(digit) };
}

export function digestOf(digit: string): Digest {
  return digestFromHex(digit.repeat(64));
}

export function versionFacts(artifact: string, more: Partial<VersionFacts> = {}): VersionFacts {
  return { ...used(artifact), type: 'other', created: '2026-03-01T09:30:00Z', parents: [], ...more };
}

export function runFactsOf(run: string, more: Partial<RunFacts> = {}): RunFacts {
  return { run, state: 'COMPLETED', started: '2026-03-01T09:30:00.125Z', label: run, inputs: [], outputs: [], ...more };
}

function pipeline(): LineageFacts {
  const versions: VersionFacts[] = [];
  const runs: RunFacts[] = [];
  const step = (
    run: { readonly id: string; readonly name: string; readonly label: string },
    inputs: readonly string[],
    outputs: Readonly<Record<string, string>>,
    parents: Readonly<Record<string, readonly string[]>> = {},
  ): void => {
    const hour = String(9 + runs.length).padStart(2, '0');
    runs.push(
      runFactsOf(run.id, {
        name: run.name,
        label: run.label,
        started: `2026-03-01T${hour}:00:00.125Z`,
        inputs: inputs.map((name) => used(name)),
        outputs: Object.keys(outputs).map((name) => used(name)),
      }),
    );
    for (const [name, type] of Object.entries(outputs)) {
      const own = (parents[name] ?? inputs).map((parent) => used(parent));
      versions.push(versionFacts(name, { type, created: `2026-03-01T${hour}:30:00Z`, run: run.id, parents: own }));
    }
  };
  step({ id: 'gen001', name: 'Data Generation', label: 'scripts/generate_cota_data.py' }, [], {
    'dataset-cota_sft': 'dataset',
    'dataset-cota_rft': 'dataset',
  });
  step({ id: 'abc123', name: 'SFT Training', label: 'scripts/train.py --mode sft' }, ['dataset-cota_sft'], {
    'model-sft-abc123': 'model',
    sft_metrics: 'metrics',
  });
  step(
    { id: 'def456', name: 'RFT Training', label: 'scripts/train.py --mode rft' },
    ['model-sft-abc123', 'dataset-cota_rft'],
    { 'model-rft-def456': 'model', rft_metrics: 'metrics' },
  );
  step(
    { id: 'ghi789', name: 'Online TTRL', label: 'scripts/train.py --mode ttrl' },
    ['model-rft-def456'],
    { 'model-ttrl-ghi789': 'model', experience_buffer_1234567890: 'experience_buffer', online_metrics: 'metrics' },
    { 'model-ttrl-ghi789': ['model-rft-def456', 'experience_buffer_1234567890'], experience_buffer_1234567890: [] },
  );
  step({ id: 'eval01', name: 'Evaluation', label: 'scripts/evaluate.py' }, ['model-ttrl-ghi789', 'dataset-cota_sft'], {
    'eval-model-ttrl-ghi789-on-dataset-cota_sft-v1': 'evaluation',
  });
  return { versions, runs };
}
