import { readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { isPixelisError, PixelisError, type ProblemSubject, problemOf } from '#errors/index.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { parseMetadata } from '#model/metadata.js';
import { parseRepositoryPath } from '#model/repository-path.js';
import type { RunFacts } from '#model/run-facts.js';
import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, RunResult } from '#schema/index.js';
import { bringObjects } from './bring-objects.js';
import { notReproducible } from './check-reproducible.js';
import { concludeRun } from './conclude-run.js';
import { type ExecuteRequest, type Outcome, runCommand } from './execute-run.js';
import { findRun } from './known-runs.js';
import { type MadeCheckpoint, newestCheckpoint } from './newest-checkpoint.js';
import { placeInputs } from './place-inputs.js';
import type { RepositoryContext } from './repository-context.js';
import { readRunConfig } from './run-config.js';
import { parseOutput } from './run-request.js';
import { type StartedRun, startRun } from './start-run.js';

/** What may be another than for the first run; as the public `ResumeOptions`. */
export type ResumeRequest = Omit<ExecuteRequest, 'config' | 'captureLevel' | 'parent' | 'resumes' | 'dryRun'>;

/**
 * Executes the command of a run again, in this worktree, as a run that goes on with it: with its inputs, parameters,
 * configuration and seed, and with its newest checkpoint laid out for it.
 * @throws `run.not-found`, `run.not-reproducible`, `run.input-modified`, `object.missing`; what {@link startRun} throws
 */
export async function resumeRun(
  context: RepositoryContext,
  id: string,
  request: ResumeRequest = {},
): Promise<RunResult> {
  const { signal, onProgress } = request;
  const task: TaskOptions = { signal, onProgress };
  const first = await findRun(context, id, task);
  refuseWhatCannotGoOn(first);
  await refuseMovedInputs(context, first, request);
  const checkpoint = await newestCheckpoint(context, first, task);
  if (checkpoint !== undefined) await bringCheckpoint(context, checkpoint, task);
  const place: RepositoryContext = Object.create(context, { folder: { value: first.folder } });
  const told = await requestOf(place, { first, checkpoint }, request);
  const run = await startRun(place, { kind: 'command', command: first.command }, told.request);
  try {
    const { outcome, problems } = await goOn(place, { first, run, checkpoint }, request);
    const result = await concludeRun(place, { run, outcome, problems }, request);
    return { ...result, command: 'runs resume', warnings: [...told.warnings, ...result.warnings] };
  } finally {
    run.held.release();
  }
}

/** @throws `run.not-reproducible` */
function refuseWhatCannotGoOn(first: RunFacts): void {
  const { state, kind, command, rank } = first;
  if (state === 'RUNNING') throw notReproducible(first, 'it still goes on');
  if (kind === 'function') {
    throw notReproducible(first, 'it was code inside a program', {
      hint: `start the program again: ${command.join(' ')}`,
    });
  }
  if (rank !== undefined && rank.world > 1) {
    throw notReproducible(first, `it is one of the ${rank.world} processes of job '${rank.group}'`, {
      hint: 'start the job again by its launcher',
    });
  }
  if (command.length === 0 || command.some(isSecret)) {
    throw notReproducible(first, 'an argument of its command was a secret, and was not recorded', {
      hint: 'start it anew: pixelis run -- COMMAND',
    });
  }
}

/** What the command would read must be what is recorded as read. @throws `run.input-modified`, `file.*` */
async function refuseMovedInputs(context: RepositoryContext, first: RunFacts, request: ResumeRequest): Promise<void> {
  if (request.inputs !== undefined) return;
  const { pointers, broken } = await context.worktreeCatalog().pointers(request);
  for (const { artifact, version, digest, path } of first.inputs) {
    const unreadable = broken.find((candidate) => candidate.path === path);
    if (unreadable !== undefined) throw unreadable.error;
    const there = pointers.find((candidate) => candidate.path === path)?.pointer;
    if (there === undefined || there.digest === digest) continue;
    throw new PixelisError('run.input-modified', `'${path}' is not '${artifact}:v${version}' any more`, {
      hint: `go on with what is there: --input ${path}, or bring the version back: pixelis checkout`,
      data: { path, artifact, version },
    });
  }
}

interface GoingOn {
  readonly first: RunFacts;
  readonly checkpoint: MadeCheckpoint | undefined;
}

/** What the first run was asked for, and what is asked of this one beside. */
async function requestOf(
  context: RepositoryContext,
  { first, checkpoint }: GoingOn,
  request: ResumeRequest,
): Promise<{ readonly request: ExecuteRequest; readonly warnings: readonly Problem[] }> {
  const config = await configOf(context, first);
  const params = parseMetadata({ ...first.params, ...config.params, ...request.params });
  for (const [key, value] of Object.entries(params)) {
    if (!isSecret(JSON.stringify(value))) continue;
    throw notReproducible(first, `parameter '${key}' was a secret, and was not recorded`, {
      hint: `give it again: --param ${key}=VALUE`,
    });
  }
  const used = first.inputs.filter(({ role }) => role !== checkpointRole).map(referenceOf);
  const version = checkpoint?.version;
  const resumed = version === undefined ? [] : [referenceOf({ ...version, role: checkpointRole })];
  const declared = (first.declaredOutputs ?? []).filter((text) => !config.outputs.has(parseOutput(text).path));
  const name = request.name ?? first.name;
  const seed = request.seed ?? first.seed;
  return {
    request: {
      ...request,
      ...(name === undefined ? {} : { name }),
      ...(seed === undefined ? {} : { seed }),
      ...(config.path === undefined ? {} : { config: config.path }),
      inputs: [...(request.inputs ?? used), ...resumed],
      outputs: request.outputs ?? declared,
      params,
      tags: request.tags ?? first.tags,
      captureLevel: first.captureLevel,
      resumes: first.run,
    },
    warnings: config.warnings,
  };
}

/** As what a checkpoint is used by the run that goes on from it. */
const checkpointRole = 'checkpoint';

interface ConfigByNow {
  /** From the folder of the run. */
  readonly path?: string;
  /** Values that it has by now, where it is not what it was: the command reads it as it is. */
  readonly params: RunFacts['params'];
  /** Paths of the outputs that it declares itself. */
  readonly outputs: ReadonlySet<string>;
  readonly warnings: readonly Problem[];
}

async function configOf(context: RepositoryContext, { run, config, folder, redacted }: RunFacts): Promise<ConfigByNow> {
  const none = { params: {}, outputs: new Set<string>(), warnings: [] };
  if (config === undefined) return none;
  const path = posix.relative(folder, config.path);
  const warn = (message: string, subject: ProblemSubject) =>
    problemOf(new PixelisError('run.config-changed', message, { hint: `see how: pixelis runs show ${run}` }), subject);
  try {
    const { file, params, outputs } = readRunConfig(context, path);
    const found = { path, outputs: new Set(outputs.map((text) => parseOutput(text).path)) };
    const hadSecrets = redacted.some(({ where }) => where === `file ${config.path}`);
    const isSame = hadSecrets || hashBytes(readFileSync(file), await loadHasher()) === config.digest;
    if (isSame) return { ...none, ...found };
    const message = `configuration '${config.path}' is not what it was for run '${run}'`;
    return { ...found, params, warnings: [warn(message, { path: config.path })] };
  } catch (error) {
    if (!isPixelisError(error, 'path.not-found')) throw error;
    const message = `configuration '${config.path}' of run '${run}' is not here: its parameters are those of the record`;
    return { ...none, warnings: [warn(message, { path: config.path })] };
  }
}

function referenceOf({ artifact, digest, role }: Pick<UsedVersion, 'artifact' | 'digest' | 'role'>): string {
  return `${artifact}@${digest}${role === undefined ? '' : `=${role}`}`;
}

function isSecret(text: string): boolean {
  return /\bredacted:[a-z0-9-]+:[0-9a-f]{12}\b/.test(text);
}

/** Before anything is started: it may have to be fetched. @throws `object.missing` */
async function bringCheckpoint(
  context: RepositoryContext,
  { version: { artifact, version, digest, size, files } }: MadeCheckpoint,
  options: TaskOptions,
): Promise<void> {
  const content = files === undefined ? { blobs: new Map([[digest, size]]) } : { roots: [digest] };
  await bringObjects(context, { what: `checkpoint '${artifact}:v${version}'`, content }, options);
}

/** Lays the checkpoint out in the folder of the run, where it goes with it, and executes the command. */
async function goOn(
  context: RepositoryContext,
  { first, run, checkpoint }: GoingOn & { readonly run: StartedRun },
  request: ResumeRequest,
): Promise<{ readonly outcome: Outcome; readonly problems: readonly Problem[] }> {
  const { folder } = run.held.live;
  const path =
    checkpoint === undefined
      ? undefined
      : parseRepositoryPath(`checkpoint/${basename(checkpoint.path ?? checkpoint.version.artifact)}`);
  try {
    if (checkpoint !== undefined && path !== undefined) {
      const task: TaskOptions = { signal: request.signal, onProgress: request.onProgress };
      await placeInputs(context, { root: folder, inputs: [{ ...checkpoint.version, path }] }, task);
    }
  } catch (error) {
    if (!isPixelisError(error)) throw error;
    const state = error.kind === 'interrupted' ? 'INTERRUPTED' : 'FAILED';
    return { outcome: { state, reason: error.message }, problems: [problemOf(error)] };
  }
  const variables = {
    PIXELIS_RESUMED_RUN_ID: first.run,
    // Empty where there is none: that of a run around this one is not meant.
    PIXELIS_CHECKPOINT: path === undefined ? '' : join(folder, path),
  };
  return runCommand(context, { run, command: first.command, variables }, request);
}
