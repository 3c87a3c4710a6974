import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeEnvironmentRecord, environmentRecordPath } from '../src/format/environment-record.js';
import { encodeRunRecord, runRecordPath } from '../src/format/run-record.js';
import { encodeVersionRecord, versionRecordPath } from '../src/format/version-record.js';
import { digestFromHex } from '../src/model/digest.js';
import { hashBytes, loadHasher } from '../src/hashing/hasher.js';
import type { EnvironmentRecord } from '../src/model/environment.js';
import type { VersionId, VersionRecord } from '../src/model/version.js';

export interface GraphSize {
  readonly runs: number;
  /** Versions that each run makes, at least 2. */
  readonly outputs: number;
}

/** The middle one of the runs, by which a part of the graph is asked for. */
export interface MadeGraph {
  readonly model: string;
  readonly run: string;
}

/** What one run leaves behind. */
export interface MadeRun {
  readonly id: string;
  readonly model: VersionId;
  /** Records of the run, of what it made and, the first time that they are used, of its dataset and environment. */
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

/** Writes the records of {@link madeRuns}. */
export async function makeGraph(root: string, size: GraphSize): Promise<MadeGraph> {
  const folders = new Set<string>();
  for await (const { files } of madeRuns(size)) {
    for (const [path, bytes] of files) {
      const file = join(root, path);
      const folder = dirname(file);
      if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
      folders.add(folder);
      writeFileSync(file, bytes);
    }
  }
  const middle = runId(Math.floor(size.runs / 2) + 9);
  return { model: `model-sft-${middle}`, run: middle };
}

/**
 * A project that trains in chains of ten runs, each from a dataset and the model of the one before it: a model of its own
 * and metrics, checkpoints, evaluations of which every run makes another version.
 */
export async function* madeRuns({ runs, outputs }: GraphSize): AsyncGenerator<MadeRun, void> {
  let before: VersionId | undefined;
  const environmentBytes = encodeEnvironmentRecord(plainEnvironment);
  const environment = hashBytes(environmentBytes, await loadHasher());
  for (let index = 0; index < runs; index++) {
    const id = runId(index);
    const files: [string, Uint8Array][] = index === 0 ? [[environmentRecordPath(environment), environmentBytes]] : [];
    const dataset = versionId('dataset-cota_sft', 1 + (index % 20));
    if (index < 20) {
      files.push([versionRecordPath(dataset), encodeVersionRecord(record(dataset, 'dataset', { index }))]);
    }
    const inputs = index % 10 === 0 || before === undefined ? [dataset] : [before, dataset];
    const model = versionId(`model-sft-${id}`, 1);
    const others = Array.from({ length: outputs - 1 }, (_, output) =>
      versionId(kinds[output] ?? `extra_${output}`, index + 1),
    );
    const made = [model, ...others];
    for (const [output, version] of made.entries()) {
      const type = output === 0 ? 'model' : output === 1 ? 'metrics' : 'checkpoint';
      const bytes = encodeVersionRecord(record(version, type, { index, run: id, parents: inputs }));
      files.push([versionRecordPath(version), bytes]);
    }
    const run = encodeRunRecord({
      run: id,
      name: 'SFT Training',
      kind: 'command',
      command: ['python', 'scripts/train.py', '--mode', 'sft', '--seed', String(index)],
      folder: '',
      started: `${time(index)}.125Z`,
      ended: `${time(index)}.625Z`,
      seconds: 0.5,
      state: 'COMPLETED',
      exitCode: 0,
      host: 'node-17',
      user: 'ada',
      captureLevel: 2,
      environment,
      code: { branch: 'main', dirty: false },
      params: { mode: 'sft', learning_rate: 0.0003, batch_size: 64 },
      seed: index,
      tags: ['nightly'],
      inputs,
      outputs: made,
      metrics: { loss: { count: 100, last: 0.5, min: 0.25, max: 2, mean: 0.75, step: 100 } },
      redacted: [],
    });
    files.push([runRecordPath(id), run]);
    yield { id, model, files };
    before = model;
  }
}

const plainEnvironment: EnvironmentRecord = {
  level: 1,
  programs: { git: '2.39.5' },
  lockfiles: [],
  switches: {},
  unknown: {},
};

const kinds = ['sft_metrics', 'checkpoint_step_1000', 'checkpoint_step_2000', 'checkpoint_best'];

function runId(index: number): string {
  // Spread over the alphabet, as random ids are.
  return `r${((index * 7_368_787) % 2 ** 31).toString(36).padStart(6, '0')}`;
}

function versionId(artifact: string, version: number): VersionId {
  let sum = version;
  for (let at = 0; at < artifact.length; at++) sum = (Math.imul(sum, 31) + artifact.charCodeAt(at)) >>> 0;
  return { artifact, version, digest: digestOf(sum) };
}

function digestOf(seed: number): VersionId['digest'] {
  return digestFromHex(seed.toString(16).padStart(8, '0').repeat(8));
}

function record(
  id: VersionId,
  type: string,
  {
    index,
    run,
    parents = [],
  }: { readonly index: number; readonly run?: string; readonly parents?: readonly VersionId[] },
): VersionRecord {
  const made = run === undefined ? {} : { run };
  return { ...id, type, size: 1_000_000 + index, created: `${time(index)}Z`, ...made, parents, metadata: { index } };
}

/** A minute after another, from 2026 on. */
function time(index: number): string {
  return new Date(Date.UTC(2026, 0, 1) + 60_000 * index).toISOString().slice(0, 19);
}
