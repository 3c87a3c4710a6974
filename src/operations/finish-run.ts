import { createReadStream, existsSync, statSync } from 'node:fs';
import { encodeRunRecord, runRecordPath } from '#format/run-record.js';
import type { HeldRun } from '#live-run/hold-live-run.js';
import type { LiveRunFolder } from '#live-run/live-run-folder.js';
import { readRunEvents, type RunEvent } from '#live-run/run-events.js';
import { readRunStart } from '#live-run/run-start-file.js';
import { parseMetadata } from '#model/metadata.js';
import type { EndState, Redaction, Reproduction, RunRecord, StoredFile, UsedVersion } from '#model/run.js';
import { summarizeSeries } from '#model/summarize-series.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Redactor } from '#redaction/redactor.js';
import type { LocalStore } from '#store/object-store.js';
import { storeStream } from '#store/store-stream.js';
import { recordedInputs, uniqueVersions } from './active-run.js';
import type { RepositoryContext } from './repository-context.js';
import { openRunRedactor } from './run-redactor.js';

/** How a run ended, and what is known by then beside what lies in its folder. */
export interface RunEnding {
  readonly state: EndState;
  readonly reason?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly ended: Date;
  readonly outputs?: readonly UsedVersion[] | undefined;
  readonly reproduces?: Reproduction | undefined;
}

export interface RunToFinish {
  readonly held: HeldRun;
  readonly ending: RunEnding;
  /** The one that the run was started with; undefined where its process is gone, and what it knew with it. */
  readonly redactor: Redactor | undefined;
}

export interface FinishedRun {
  readonly record: RunRecord;
  /** To be staged for git. */
  readonly path: string;
}

/**
 * Writes the record of a run: its files become objects first, then the record is there. Its folder goes when the record is
 * staged, by `held.end()`: who is killed in between leaves a run that the next command finishes.
 * @throws `disk.*`; then the run is as it was
 */
export async function finishRun(
  context: RepositoryContext,
  { held, ending, redactor }: RunToFinish,
  options: TaskOptions,
): Promise<FinishedRun | undefined> {
  const { live } = held;
  const begun = readRunStart(live);
  if (begun === undefined) {
    // Killed before it had begun.
    await held.end();
    return undefined;
  }
  const known = await context.worktreeCatalog().run(live.run, options);
  const record = known ?? (await recordOf(context, { live, begun, ending, redactor }, options));
  const path = runRecordPath(record.run);
  if (known === undefined) await context.files.create(path, encodeRunRecord(record));
  return { record, path };
}

interface Ended {
  readonly live: LiveRunFolder;
  readonly begun: NonNullable<ReturnType<typeof readRunStart>>;
  readonly ending: RunEnding;
  readonly redactor: Redactor | undefined;
}

async function recordOf(
  context: RepositoryContext,
  { live, begun, ending, redactor: known }: Ended,
  options: TaskOptions,
): Promise<RunRecord> {
  const { start, allow, secrets } = begun;
  const events = readRunEvents(live);
  const redactor = known ?? (await openRunRedactor(context, allow, secrets));
  const params = parseMetadata(
    Object.assign({}, start.params, ...events.map((event) => (event.kind === 'params' ? event.params : {}))),
  );
  // Before what the run said: what secret parameters hold is looked for in it.
  const plainParams = redactor.params(params);
  const cache = await context.cache();
  const keep = (file: string, where: string) => storeFile(cache, { file, where, redactor }, options);
  const stdout = await keep(live.stdout, 'stdout');
  const stderr = await keep(live.stderr, 'stderr');
  const series = await keep(live.metrics, 'metrics');
  const hardware = await keep(live.hardware, 'hardware');
  const { reason, exitCode, signal, reproduces, ended } = ending;
  const tags = [...new Set([...start.tags, ...events.flatMap((event) => (event.kind === 'tags' ? event.tags : []))])];
  return {
    ...start,
    params: plainParams,
    tags: tags.map((tag) => redactor.text(tag, 'tag')),
    inputs: recordedInputs(start, events),
    state: ending.state,
    ...(reason === undefined ? {} : { reason: redactor.text(reason, 'reason') }),
    ended: ended.toISOString(),
    seconds: Math.max(0, ended.getTime() - Date.parse(start.started)) / 1000,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    // What an execution in a scratch worktree added has its record there, and goes with it.
    outputs: uniqueVersions([...(reproduces === undefined ? madeIn(events) : []), ...(ending.outputs ?? [])]),
    metrics: series === undefined ? {} : await summaryOf(live.metrics, redactor),
    ...(series === undefined ? {} : { series }),
    ...(hardware === undefined ? {} : { hardware: await summaryOf(live.hardware, redactor), hardwareSeries: hardware }),
    ...(stdout === undefined ? {} : { stdout }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(reproduces === undefined ? {} : { reproduces: plainReproduction(reproduces, redactor) }),
    redacted: known === undefined ? mergeFindings([...start.redacted, ...redactor.findings]) : redactor.findings,
  };
}

function madeIn(events: readonly RunEvent[]): readonly UsedVersion[] {
  return events.flatMap((event) => (event.kind === 'output' ? [event.version] : []));
}

/** Undefined where there is nothing in it. */
async function storeFile(
  cache: LocalStore,
  { file, where, redactor }: { readonly file: string; readonly where: string; readonly redactor: Redactor },
  options: TaskOptions,
): Promise<StoredFile | undefined> {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  return storeStream(cache, redactor.content(createReadStream(file), where), options);
}

async function summaryOf(file: string, redactor: Redactor): Promise<RunRecord['metrics']> {
  const { metrics } = await summarizeSeries(createReadStream(file));
  return Object.fromEntries(
    Object.entries(metrics).map(([name, summary]) => [redactor.text(name, 'metrics'), summary]),
  );
}

/** What is quoted of outputs and errors may hold secrets; the environments that were compared do not. */
function plainReproduction(reproduction: Reproduction, redactor: Redactor): Reproduction {
  const { reason, outputs } = reproduction;
  return {
    ...reproduction,
    ...(reason === undefined ? {} : { reason: redactor.text(reason, 'reason') }),
    outputs: outputs.map(({ detail, ...output }) => ({
      ...output,
      ...(detail === undefined ? {} : { detail: redactor.text(detail, 'output') }),
    })),
  };
}

/** One line for each secret and place. */
function mergeFindings(findings: readonly Redaction[]): readonly Redaction[] {
  const merged = new Map<string, Redaction>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.where, finding.rule, finding.fingerprint]);
    merged.set(key, { ...finding, count: finding.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
