import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { readRunEvents } from '#live-run/run-events.js';
import { compareEnvironments } from '#model/compare-environments.js';
import type { EnvironmentRecord } from '#model/environment.js';
import type { EnvironmentDifference } from '#model/environment-difference.js';
import type { JudgedOutput, Reproduction, RunRecord, UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { Problem, ReproducedRun } from '#schema/index.js';
import { concludeRun } from './conclude-run.js';
import { type CommandListeners, type Outcome, runCommand } from './execute-run.js';
import { judgeOutputs, worstVerdict } from './judge-outputs.js';
import { describeDifference, likelyCause } from './likely-cause.js';
import type { RepositoryContext } from './repository-context.js';
import type { ReproductionSubject } from './reproduction-subjects.js';
import { readEnvironment } from './resolve-environment.js';
import { notAsBefore } from './not-as-before.js';
import type { ScratchWorktree } from './scratch-worktree.js';
import { type StartedRun, startRun } from './start-run.js';
import { inScratch, variablesAsRecorded } from './variables-as-recorded.js';

export interface AgainRequest extends TaskOptions, CommandListeners {
  readonly tolerance?: number | undefined;
}

export interface ReproductionOutcome {
  readonly result: ReproducedRun;
  /** What could not be recorded. */
  readonly problems: readonly Problem[];
}

/** A run, and the worktree in which its code and inputs are laid out. */
export interface LaidOutRun extends ReproductionSubject {
  readonly scratch: ScratchWorktree;
}

/** Executes its command as a run of its own, judges what it makes, and records the verdict. @throws `interrupted` */
export async function executeAgain(
  context: RepositoryContext,
  { record, records, scratch }: LaidOutRun,
  request: AgainRequest,
): Promise<ReproductionOutcome> {
  const { signal, onProgress, tolerance } = request;
  const recorded = await recordedEnvironment(records, record, request);
  const variables = variablesAsRecorded(scratch.context.environment, { recorded, context, scratch });
  const place = contextIn(context, { git: scratch.context.git, environment: variables, folder: record.folder });
  const command = record.command.map((argument) => inScratch(argument, { context, scratch }));
  const run = await startRun(
    contextIn(context, { git: context.git, environment: context.environment, folder: record.folder }),
    { kind: 'command', command: record.command, again: { ...record, place } },
    {
      name: record.name,
      params: record.params,
      seed: record.seed,
      captureLevel: record.captureLevel,
      tags: record.tags,
      signal,
      onProgress,
    },
  );
  try {
    const { outcome, problems } = await runCommand(place, { run, command, root: scratch.root }, request);
    const ended = context.now();
    const outputs = await judgeEnded(context, { record, records, scratch, run, tolerance }, request).catch(
      async (error: unknown) => {
        await concludeRun(context, { run, outcome, problems, ended }, {});
        throw error;
      },
    );
    const differences = await environmentDifferences(context, { recorded, run }, request);
    const verdict = verdictOf(record, { outcome, outputs, problems });
    const reproduces: Reproduction = {
      run: record.run,
      ...verdict,
      ...(tolerance === undefined ? {} : { tolerance }),
      outputs,
      differences: differences.slice(0, maxRecorded).map(describeDifference),
    };
    const alsoMade = outputs.filter((output) => output.verdict === 'identical').map(usedVersion);
    const concluded = await concludeRun(context, { run, outcome, problems, reproduces, alsoMade, ended }, {});
    const cause = verdict.verdict === 'different' ? likelyCause({ record, recorded, differences }) : undefined;
    const result: ReproducedRun = {
      run: record.run,
      ...(record.name === undefined ? {} : { name: record.name }),
      reproduction: run.start.run,
      ...(concluded.record === undefined ? {} : { record: concluded.record }),
      ...verdict,
      ...(tolerance === undefined ? {} : { tolerance }),
      ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
      seconds: concluded.seconds,
      firstSeconds: record.seconds,
      outputs: outputs.map((output) => ({ ...output })),
      differences: differences.map((difference) => ({ ...difference })),
      ...(cause === undefined ? {} : { likelyCause: cause }),
      warnings: [...notAsBefore({ record, scratch, outputs }), ...run.warnings],
    };
    // That the command failed is part of the verdict.
    return { result, problems: concluded.problems.filter((problem) => !problems.includes(problem)) };
  } finally {
    run.held.release();
  }
}

async function judgeEnded(
  context: RepositoryContext,
  {
    record,
    records,
    scratch,
    run,
    tolerance,
  }: LaidOutRun & { readonly run: StartedRun; readonly tolerance: number | undefined },
  { signal, onProgress }: TaskOptions,
): Promise<readonly JudgedOutput[]> {
  throwIfInterrupted(signal);
  const again = { run: run.start.run, outputs: notedOutputs(run) };
  return judgeOutputs(context, { record, records, scratch: scratch.context, again, tolerance }, { signal, onProgress });
}

/** So many differences of environments are in a record; the records of the environments have them all. */
const maxRecorded = 100;

/** The same repository, as seen from elsewhere. */
function contextIn(
  context: RepositoryContext,
  { git, environment, folder }: Pick<RepositoryContext, 'git' | 'environment' | 'folder'>,
): RepositoryContext {
  return Object.create(context, {
    git: { value: git },
    environment: { value: environment },
    folder: { value: folder },
  }) as RepositoryContext;
}

/** Undefined where its record is not here. */
async function recordedEnvironment(
  { source }: Catalog,
  { environment }: RunRecord,
  { signal }: TaskOptions,
): Promise<EnvironmentRecord | undefined> {
  if (environment === undefined) return undefined;
  try {
    return await readEnvironment(source, environment, { signal });
  } catch (error) {
    if (isPixelisError(error, 'environment.not-found')) return undefined;
    throw error;
  }
}

function notedOutputs({ held }: StartedRun): readonly UsedVersion[] {
  return readRunEvents(held.live).flatMap((event) => (event.kind === 'output' ? [event.version] : []));
}

async function environmentDifferences(
  context: RepositoryContext,
  { recorded, run }: { readonly recorded: EnvironmentRecord | undefined; readonly run: StartedRun },
  { signal }: TaskOptions,
): Promise<readonly EnvironmentDifference[]> {
  if (recorded === undefined || run.start.environment === undefined) return [];
  const now = await readEnvironment(context.worktreeCatalog().source, run.start.environment, { signal });
  return compareEnvironments(recorded, now).differences;
}

interface Ended {
  readonly outcome: Outcome;
  readonly outputs: readonly JudgedOutput[];
  readonly problems: readonly Problem[];
}

/** The worst of the outputs; a command that ended in another way, or could not be started, is worse. */
function verdictOf(first: RunRecord, { outcome, outputs, problems }: Ended): Pick<Reproduction, 'verdict' | 'reason'> {
  const notStarted = problems.find(({ code }) => code === 'process.failed');
  if (outcome.exitCode !== undefined && notStarted !== undefined && [126, 127].includes(outcome.exitCode)) {
    return { verdict: 'not-runnable', reason: notStarted.message };
  }
  const expected = expectedEnd(first);
  if (expected !== undefined && (outcome.exitCode !== expected.exitCode || outcome.signal !== expected.signal)) {
    return { verdict: 'different', reason: `${endOf(outcome)} instead of ${endOf(expected)}` };
  }
  return { verdict: worstVerdict(outputs) };
}

type End = Pick<Outcome, 'exitCode' | 'signal'>;

/** A run of code inside a program knows how the code ended; of the program, only that it goes on where the code completed. */
function expectedEnd({ kind, state, exitCode, signal }: RunRecord): End | undefined {
  if (kind === 'command') return { exitCode, signal };
  return state === 'COMPLETED' ? { exitCode: 0, signal: undefined } : undefined;
}

function endOf({ exitCode, signal }: End): string {
  return exitCode === undefined ? `signal ${signal ?? 'unknown'}` : `exit code ${exitCode}`;
}

function usedVersion({ artifact, version, digest, path }: JudgedOutput): UsedVersion {
  return { artifact, version, digest, ...(path === undefined ? {} : { path }) };
}
