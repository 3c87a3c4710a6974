import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeRunRecord, runRecordPath } from '../src/format/run-record.js';
import { encodeVersionRecord, versionRecordPath } from '../src/format/version-record.js';
import { digestFromHex } from '../src/model/digest.js';
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

/**
 * Writes the records of a project that trains in chains of ten runs, each from a dataset and the model of the one before it:
 * a model of its own and metrics, checkpoints, evaluations of which every run makes another version.
 */
export function makeGraph(root: string, { runs, outputs }: GraphSize): MadeGraph {
  const folders = new Set<string>();
  const write = (path: string, bytes: Uint8Array): void => {
    const file = join(root, path);
    const folder = dirname(file);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(file, bytes);
  };
  let before: VersionId | undefined;
  for (let index = 0; index < runs; index++) {
    const id = runId(index);
    const dataset = versionId('dataset-cota_sft', 1 + (index % 20));
    if (index < 20) write(versionRecordPath(dataset), encodeVersionRecord(record(dataset, 'dataset', { index })));
    const inputs = index % 10 === 0 || before === undefined ? [dataset] : [before, dataset];
    const model = versionId(`model-sft-${id}`, 1);
    const others = Array.from({ length: outputs - 1 }, (_, output) =>
      versionId(kinds[output] ?? `extra_${output}`, index + 1),
    );
    const made = [model, ...others];
    for (const [output, version] of made.entries()) {
      const type = output === 0 ? 'model' : output === 1 ? 'metrics' : 'checkpoint';
      write(
        versionRecordPath(version),
        encodeVersionRecord(record(version, type, { index, run: id, parents: inputs })),
      );
    }
    write(
      runRecordPath(id),
      encodeRunRecord({
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
        environment: digestOf(7),
        code: { commit: '0123456789abcdef'.repeat(3).slice(0, 40), branch: 'main', dirty: false },
        params: { mode: 'sft', learning_rate: 0.0003, batch_size: 64 },
        seed: index,
        tags: ['nightly'],
        inputs,
        outputs: made,
        metrics: { loss: { count: 100, last: 0.5, min: 0.25, max: 2, mean: 0.75, step: 100 } },
        redacted: [],
      }),
    );
    before = model;
  }
  const middle = runId(Math.floor(runs / 2) + 9);
  return { model: `model-sft-${middle}`, run: middle };
}

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
