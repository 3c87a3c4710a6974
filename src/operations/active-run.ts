import { PixelisError } from '#errors/index.js';
import { type LiveRunFolder, liveRunFolder } from '#live-run/live-run-folder.js';
import { appendRunEvent, type RunEvent, readRunEvents } from '#live-run/run-events.js';
import { readRunStart } from '#live-run/run-start-file.js';
import { isRunId, type RunStart, type UsedVersion } from '#model/run.js';
import type { Parent } from '#model/version.js';
import type { RepositoryContext } from './repository-context.js';

/** A run of this repository that goes on. */
export interface GoingRun {
  readonly start: RunStart;
  readonly live: LiveRunFolder;
}

/**
 * The run inside which this program was started; undefined where there is none, where it is one of another repository, and
 * where it has ended.
 */
export function activeRun({ environment, sharedState }: RepositoryContext): GoingRun | undefined {
  const run = environment['PIXELIS_RUN_ID'];
  if (run === undefined || !isRunId(run)) return undefined;
  const live = liveRunFolder(sharedState, run);
  const told = environment['PIXELIS_RUN_FOLDER'];
  if (told !== undefined && told !== live.folder) return undefined;
  const start = readRunStart(live)?.start;
  return start === undefined ? undefined : { start, live };
}

/** @throws `run.not-active`; `run.ended` where there was one */
export function requireActiveRun(context: RepositoryContext): GoingRun {
  const run = activeRun(context);
  if (run !== undefined) return run;
  const id = context.environment['PIXELIS_RUN_ID'];
  if (id !== undefined) {
    throw new PixelisError('run.ended', `run '${id}' is not, or no longer, going on in this repository`, {
      hint: 'start one: pixelis run -- COMMAND',
      data: { run: id },
    });
  }
  throw notActive();
}

export function notActive(): PixelisError {
  return new PixelisError('run.not-active', 'there is no active run', {
    hint: 'start one: pixelis run -- COMMAND, or in a program: ExperimentContext.run(options, async (run) => { ... })',
  });
}

/** The versions that the run is known to use by now: at its start, and since. */
export function inputsByNow({ start, live }: GoingRun): readonly UsedVersion[] {
  const noted = readRunEvents(live).flatMap((event) => (event.kind === 'input' ? [event.version] : []));
  return uniqueVersions([...start.inputs, ...noted]);
}

/**
 * The inputs of a run as its record has them. What it made itself and then used is none: it is among the parents of what
 * the run makes afterwards.
 */
export function recordedInputs(start: Pick<RunStart, 'inputs'>, events: readonly RunEvent[]): readonly UsedVersion[] {
  const made = new Set<string>();
  const inputs = [...start.inputs];
  for (const event of events) {
    if (event.kind === 'output') made.add(keyOf(event.version));
    if (event.kind === 'input' && !made.has(keyOf(event.version))) inputs.push(event.version);
  }
  return uniqueVersions(inputs);
}

/** What a version that the run makes is made by and from. */
export function madeBy(run: GoingRun): { readonly run: string; readonly parents: readonly Parent[] } {
  const parents = inputsByNow(run).map(({ artifact, version, digest, role }) => {
    return { artifact, version, digest, ...(role === undefined ? {} : { role }) };
  });
  return { run: run.start.run, parents };
}

export function noteOutput({ live }: GoingRun, { artifact, version, digest, path }: Made): void {
  appendRunEvent(live, {
    kind: 'output',
    version: { artifact, version, digest: digest as UsedVersion['digest'], ...(path === undefined ? {} : { path }) },
  });
}

/** Notes what a command brought to the run inside which it was started, if there is one. */
export function noteInput(context: RepositoryContext, { artifact, version, digest, path }: Made): void {
  const run = activeRun(context);
  if (run === undefined) return;
  appendRunEvent(run.live, {
    kind: 'input',
    version: { artifact, version, digest: digest as UsedVersion['digest'], ...(path === undefined ? {} : { path }) },
  });
}

interface Made {
  readonly artifact: string;
  readonly version: number;
  readonly digest: string;
  readonly path?: string | undefined;
}

/** Each version once; what is said of it later counts. */
export function uniqueVersions(versions: readonly UsedVersion[]): readonly UsedVersion[] {
  const unique = new Map<string, UsedVersion>();
  for (const version of versions) {
    const key = keyOf(version);
    unique.set(key, { ...unique.get(key), ...version });
  }
  return [...unique.values()];
}

function keyOf({ artifact, version, digest }: UsedVersion): string {
  return `${artifact} ${version} ${digest}`;
}
