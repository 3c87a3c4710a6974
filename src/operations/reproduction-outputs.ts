import { type RunRecord, compareRuns, type UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';

/** A version that a run, or a run inside it, made, under a name by which the same of another execution can be found. */
export interface MadeVersion extends UsedVersion {
  /** The artifact's name with the ids of the runs, and the time, taken out. */
  readonly plainName: string;
  readonly plainPath: string | undefined;
  /** Undefined where the version has no record. */
  readonly record: VersionRecord | undefined;
}

interface Family {
  /** Where the records of the run's versions, and of the runs inside it, are. */
  readonly catalog: Catalog;
  readonly run: string;
  /** What the run itself made. */
  readonly outputs: readonly UsedVersion[];
}

/** What a run and the runs inside it made, in the order in which they began. */
export async function madeBy({ catalog, run, outputs }: Family, options: TaskOptions): Promise<readonly MadeVersion[]> {
  const nested = await runsInside(catalog, run, options);
  const ids = [run, ...nested.map((inner) => inner.run)];
  const made: MadeVersion[] = [];
  for (const output of [...outputs, ...nested.flatMap((inner) => inner.outputs)]) {
    const versions = await catalog.versions(output.artifact, options);
    const record = versions.find(({ digest }) => digest === output.digest);
    const plainPath = output.path === undefined ? undefined : withoutIds(output.path, ids);
    made.push({ ...output, plainName: plainName(output.artifact, ids), plainPath, record });
  }
  return made;
}

async function runsInside(catalog: Catalog, run: string, options: TaskOptions): Promise<readonly RunRecord[]> {
  const children = new Map<string, RunRecord[]>();
  for await (const record of catalog.allRuns(options)) {
    if (record.parent === undefined) continue;
    const siblings = children.get(record.parent);
    if (siblings === undefined) children.set(record.parent, [record]);
    else siblings.push(record);
  }
  const inside: RunRecord[] = [];
  const seen = new Set([run]);
  for (const queue = [run]; queue.length > 0; ) {
    for (const child of (children.get(queue.shift() as string) ?? []).sort(compareRuns)) {
      // Records can be meddled with: a circle must not hold us.
      if (seen.has(child.run) || child.reproduces !== undefined) continue;
      seen.add(child.run);
      inside.push(child);
      queue.push(child.run);
    }
  }
  return inside;
}

/** `model-sft-k7m2x9w4q1` of run k7m2x9w4q1 is `model-sft-{run}`; `experience_buffer_1772357400` is `experience_buffer_{time}`. */
function plainName(artifact: string, runs: readonly string[]): string {
  return withoutIds(artifact, runs).replace(/^experience_buffer_\d+/, 'experience_buffer_{time}');
}

function withoutIds(text: string, runs: readonly string[]): string {
  const longestFirst = [...runs].sort((one, other) => other.length - one.length);
  return longestFirst.reduce((plain, run) => plain.replaceAll(run, '{run}'), text);
}
