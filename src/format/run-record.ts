import { PixelisError } from '#errors/index.js';
import { parseDigest } from '#model/digest.js';
import type { Metadata } from '#model/metadata.js';
import {
  isRunId,
  type MetricSummary,
  type Rank,
  type Redaction,
  type Reproduction,
  type RunRecord,
  type StoredFile,
  type UsedVersion,
} from '#model/run.js';
import { type RunFile, validateRunFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { recordLimitBytes } from './yaml-document.js';
import { encodeYaml, type YamlValue } from './yaml-encoder.js';

/** Folder of the records of all runs. */
export const runsFolder = '.pixelis/runs';

/** Where the record of a run lies: `.pixelis/runs/k7m2x9w4q1.yaml`. */
export function runRecordPath(run: string): string {
  return `${runsFolder}/${run}.yaml`;
}

/** The id that the path of a record says; undefined where `path` is none. */
export function parseRunRecordPath(path: string): string | undefined {
  const id = /^\.pixelis\/runs\/([^/]+)\.yaml$/.exec(path)?.[1];
  return id !== undefined && isRunId(id) ? id : undefined;
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeRunRecord(bytes: Uint8Array, file: string): RunRecord {
  const value = decodeFile(bytes, { file, limitBytes: recordLimitBytes }, validateRunFile);
  const { code, reproduces } = value;
  return {
    run: value.run,
    state: value.state,
    kind: value.kind,
    command: value.command,
    folder: value.folder,
    started: value.started,
    ended: value.ended,
    seconds: value.seconds,
    host: value.host,
    user: value.user,
    captureLevel: value.capture_level,
    code: {
      ...defined({ commit: code.commit, branch: code.branch, remote: code.remote }),
      dirty: code.dirty,
      ...(code.changes === undefined
        ? {}
        : { changes: { deleted: [], withheld: [], ...code.changes, digest: parseDigest(code.changes.digest) } }),
    },
    params: (value.params ?? {}) as Metadata,
    tags: value.tags ?? [],
    inputs: (value.inputs ?? []).map(toUsed),
    outputs: (value.outputs ?? []).map(toUsed),
    metrics: summaries(value.metrics ?? {}),
    redacted: value.redacted ?? [],
    ...defined({
      name: value.name,
      reason: value.reason,
      exitCode: value.exit_code,
      signal: value.signal,
      environment: value.environment === undefined ? undefined : parseDigest(value.environment),
      scheduler: value.scheduler as RunRecord['scheduler'],
      rank: value.rank,
      config: value.config === undefined ? undefined : { ...toStored(value.config), path: value.config.path },
      seed: value.seed,
      declaredOutputs: value.declared_outputs,
      series: optional(value.series),
      hardware: value.hardware === undefined ? undefined : summaries(value.hardware),
      hardwareSeries: optional(value.hardware_series),
      stdout: optional(value.stdout),
      stderr: optional(value.stderr),
      parent: value.parent,
      resumes: value.resumes,
      reproduces:
        reproduces === undefined
          ? undefined
          : {
              ...reproduces,
              outputs: reproduces.outputs.map(({ digest, made, ...rest }) => ({
                ...rest,
                digest: parseDigest(digest),
                ...(made === undefined ? {} : { made: parseDigest(made) }),
              })),
            },
    }),
  };
}

/** The one text of a record. What is empty is left out. @throws `file.too-large` */
export function encodeRunRecord(record: RunRecord): Uint8Array {
  const bytes = new TextEncoder().encode(encodeYaml(toFile(record) as unknown as { [key: string]: YamlValue }));
  if (bytes.length > recordLimitBytes) {
    throw new PixelisError('file.too-large', `the record of run '${record.run}' would be larger than 8 MiB`, {
      hint: 'put large parameters into a configuration file, and name it with --config',
      data: { run: record.run, size: bytes.length },
    });
  }
  return bytes;
}

function toFile(record: RunRecord): RunFile {
  const { code } = record;
  const { changes } = code;
  // In the order in which people read: what and how it went, then when and where, then from what, then what came of it.
  return {
    pixelis: formatVersion,
    run: record.run,
    name: record.name,
    state: record.state,
    reason: record.reason,
    kind: record.kind,
    command: [...record.command],
    folder: record.folder,
    started: record.started,
    ended: record.ended,
    seconds: record.seconds,
    exit_code: record.exitCode,
    signal: record.signal,
    host: record.host,
    user: record.user,
    capture_level: record.captureLevel,
    environment: record.environment,
    code: {
      commit: code.commit,
      branch: code.branch,
      remote: code.remote,
      dirty: code.dirty,
      changes:
        changes === undefined
          ? undefined
          : {
              digest: changes.digest,
              size: changes.size,
              files: changes.files,
              deleted: filled(changes.deleted),
              withheld: filled(changes.withheld),
            },
    },
    scheduler: record.scheduler,
    rank: record.rank === undefined ? undefined : rankFile(record.rank),
    config: record.config === undefined ? undefined : { path: record.config.path, ...storedFile(record.config) },
    params: Object.keys(record.params).length === 0 ? undefined : record.params,
    seed: record.seed,
    tags: filled(record.tags),
    inputs: filled(record.inputs.map(fromUsed)),
    declared_outputs: record.declaredOutputs,
    outputs: filled(record.outputs.map(fromUsed)),
    metrics: summaryFiles(record.metrics),
    series: storedFile(record.series),
    hardware: record.hardware === undefined ? undefined : summaryFiles(record.hardware),
    hardware_series: storedFile(record.hardwareSeries),
    stdout: storedFile(record.stdout),
    stderr: storedFile(record.stderr),
    parent: record.parent,
    resumes: record.resumes,
    reproduces: record.reproduces === undefined ? undefined : reproductionFile(record.reproduces),
    redacted: filled(record.redacted.map(redactionFile)),
  } as unknown as RunFile;
}

type UsedFile = NonNullable<RunFile['inputs']>[number];
type SummaryFile = NonNullable<RunFile['metrics']>[string];

function toUsed({ artifact, version, digest, role, path }: UsedFile): UsedVersion {
  return { artifact, version, digest: parseDigest(digest), ...defined({ role, path }) };
}

function fromUsed({ artifact, version, digest, role, path }: UsedVersion) {
  return { artifact, version, digest, role, path };
}

function rankFile({ rank, world, group }: Rank) {
  return { rank, world, group };
}

function storedFile(file: StoredFile | undefined) {
  return file === undefined ? undefined : { digest: file.digest, size: file.size };
}

function reproductionFile({ run, verdict, reason, tolerance, outputs, differences }: Reproduction) {
  const judged = outputs.map(({ artifact, version, digest, path, verdict: each, made, deviation, detail }) => {
    return { artifact, version, digest, path, verdict: each, made, deviation, detail };
  });
  return { run, verdict, reason, tolerance, outputs: judged, differences };
}

function redactionFile({ where, rule, fingerprint, count }: Redaction) {
  return { where, rule, fingerprint, count };
}

function toStored({ digest, size }: { readonly digest: string; readonly size: number }): StoredFile {
  return { digest: parseDigest(digest), size };
}

function optional(file: { readonly digest: string; readonly size: number } | undefined): StoredFile | undefined {
  return file === undefined ? undefined : toStored(file);
}

function summaries(files: Readonly<Record<string, SummaryFile | undefined>>): Readonly<Record<string, MetricSummary>> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([key, file]) => {
      if (file === undefined) return [];
      const { count, last, min, max, mean, step, not_finite: notFinite } = file;
      return [[key, { count, last, min, max, mean, ...defined({ step, notFinite }) }]];
    }),
  );
}

function summaryFiles(metrics: Readonly<Record<string, MetricSummary>>) {
  const files = Object.entries(metrics).map(([key, { count, last, min, max, mean, step, notFinite }]) => {
    return [key, { count, last, min, max, mean, step, not_finite: notFinite }] as const;
  });
  return files.length === 0 ? undefined : Object.fromEntries(files);
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Without the keys whose value is undefined. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}
