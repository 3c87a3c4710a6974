import { hostname, userInfo } from 'node:os';
import { schedulerContext } from '#environment/scheduler.js';
import { type HeldRun, holdNewRun } from '#live-run/hold-live-run.js';
import { type Metadata, parseMetadata } from '#model/metadata.js';
import type { CodeState, RunStart } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Redactor } from '#redaction/redactor.js';
import type { Problem } from '#schema/index.js';
import { storeStream } from '#store/store-stream.js';
import { uniqueVersions } from './active-run.js';
import { captureCode } from './capture-code.js';
import { prepareRun } from './prepare-run.js';
import { recordEnvironment } from './record-environment.js';
import type { RepositoryContext } from './repository-context.js';
import { type RunConfig, readConfigBytes, readConfigText } from './run-config.js';
import { openRunRedactor } from './run-redactor.js';
import type { RunRequest, WantedOutput } from './run-request.js';

/** A run that this process keeps, and what is to be done for it when it ends. */
export interface StartedRun {
  readonly start: RunStart;
  readonly held: HeldRun;
  /** Knows the secrets that came up. */
  readonly redactor: Redactor;
  /** What its command, and every program below it, is told of it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly outputs: readonly WantedOutput[];
  /** Files for git that were written by now. */
  readonly files: readonly string[];
  readonly warnings: readonly Problem[];
}

export interface RunSubject {
  readonly kind: RunStart['kind'];
  /** Program and arguments. */
  readonly command: readonly string[];
  /** What is known already of a run that executes an earlier one again. */
  readonly again?: EarlierRun | undefined;
}

/** What a run takes from the one that it executes again. */
export interface EarlierRun extends Pick<RunStart, 'code' | 'config' | 'inputs'> {
  /** Git and variables are those of the worktree in which its code is laid out; the record goes to the user's. */
  readonly place: RepositoryContext;
}

/**
 * Begins a run: everything that can be refused is refused, then code, environment and configuration are captured, then the
 * run is there, and stays until it is finished or its process dies.
 * @throws `run.exists`, `usage.invalid-argument`, `reference.not-found`, `path.not-found`, `name.*`
 */
export async function startRun(
  context: RepositoryContext,
  subject: RunSubject,
  request: RunRequest,
): Promise<StartedRun> {
  const { run, rank, parent, config, declaredOutputs, outputs, inputs } = await prepareRun(context, subject, request);
  const allow = [...context.config.capture.allow, ...(request.allow ?? [])];
  const redactor = await openRunRedactor(context, allow);
  // First what names secrets by its keys: they are looked for in all that is read after it.
  if (config !== undefined) redactor.learn(readConfigText(config));
  const params = parseMetadata({ ...config?.params, ...request.params });
  const plainParams = redactor.params(params);
  const command = redactor.arguments(subject.command);
  const captured = await capture(context, { subject, request, config, redactor, isMember: (rank?.rank ?? 0) > 0 });
  const seed = request.seed ?? config?.seed;
  const scheduler = schedulerContext(context.environment);
  const start: RunStart = {
    run,
    ...(request.name === undefined ? {} : { name: redactor.text(request.name, 'name') }),
    kind: subject.kind,
    // Once more: files that were withheld may have told by now what else is a secret.
    command: redactor.arguments(command),
    folder: context.folder,
    started: context.now().toISOString(),
    host: hostname(),
    user: userName(context),
    captureLevel: captured.level,
    ...(captured.environment === undefined ? {} : { environment: captured.environment.digest }),
    code: captured.code,
    ...(Object.keys(scheduler).length === 0 ? {} : { scheduler }),
    ...(rank === undefined ? {} : { rank }),
    ...(captured.config === undefined ? {} : { config: captured.config }),
    params: redactor.params(plainParams),
    ...(seed === undefined ? {} : { seed }),
    tags: [...new Set([...(request.tags ?? []), ...(config?.tags ?? [])])].map((tag) => redactor.text(tag, 'tag')),
    inputs: uniqueVersions([...(subject.again?.inputs ?? []), ...inputs]),
    ...(declaredOutputs.length === 0
      ? {}
      : { declaredOutputs: declaredOutputs.map((text) => redactor.text(text, 'output')) }),
    ...(parent === undefined ? {} : { parent }),
    ...(request.resumes === undefined ? {} : { resumes: request.resumes }),
    redacted: redactor.findings,
  };
  const held = await holdNewRun(context.sharedState, {
    start,
    root: context.git.places.root,
    pid: process.pid,
    allow,
    secrets: redactor.seal(),
  });
  return {
    start,
    held,
    redactor,
    variables: variablesOf(start, { held, params }),
    outputs,
    files: captured.environment === undefined ? [] : [captured.environment.path],
    warnings: captured.warnings,
  };
}

interface Captured {
  readonly level: RunStart['captureLevel'];
  readonly code: CodeState;
  readonly environment: Awaited<ReturnType<typeof recordEnvironment>> | undefined;
  readonly config: RunStart['config'] | undefined;
  readonly warnings: readonly Problem[];
}

/** Code, environment and configuration. Rank 0 of a distributed job does it for all: the others say which commit they are of. */
async function capture(
  context: RepositoryContext,
  {
    subject,
    request,
    config,
    redactor,
    isMember,
  }: {
    readonly subject: RunSubject;
    readonly request: RunRequest;
    readonly config: RunConfig | undefined;
    readonly redactor: Redactor;
    readonly isMember: boolean;
  },
): Promise<Captured> {
  const level = request.captureLevel ?? context.config.capture.level;
  const task: TaskOptions = { signal: request.signal, onProgress: request.onProgress };
  if (isMember) {
    const { commit, branch } = await context.git.head(task);
    const code = {
      ...(commit === undefined ? {} : { commit }),
      ...(branch === undefined ? {} : { branch }),
      dirty: false,
    };
    return { level: 1, code, environment: undefined, config: undefined, warnings: [] };
  }
  const { again } = subject;
  const [code, environment] = await Promise.all([
    again === undefined ? captureCode(context, { level, redactor }, task) : { code: again.code, warnings: [] },
    recordEnvironment(
      again?.place ?? context,
      { level, command: subject.command, folder: context.folder, redactor },
      task,
    ),
  ]);
  const stored =
    config === undefined
      ? undefined
      : await storeStream(
          await context.cache(),
          redactor.content(readConfigBytes(config), `file ${config.path}`),
          task,
        );
  return {
    level,
    code: code.code,
    environment,
    config: config === undefined || stored === undefined ? again?.config : { path: config.path, ...stored },
    warnings: [...code.warnings, ...environment.warnings],
  };
}

function variablesOf(
  { run, name, seed }: RunStart,
  { held, params }: { readonly held: HeldRun; readonly params: Metadata },
): Readonly<Record<string, string>> {
  return {
    PIXELIS_RUN_ID: run,
    PIXELIS_RUN_NAME: name ?? '',
    PIXELIS_RUN_FOLDER: held.live.folder,
    PIXELIS_METRICS_FILE: held.live.metrics,
    PIXELIS_PARAMS: JSON.stringify(params),
    PIXELIS_SEED: seed === undefined ? '' : String(seed),
  };
}

function userName({ environment }: RepositoryContext): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return environment['USER'] ?? 'unknown';
  }
}
