import { isPixelisError } from '#errors/index.js';
import { isRepositoryPath, parseRepositoryPath } from '#model/repository-path.js';
import type { JudgedOutput, UsedVersion, Verdict } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { bringObjects } from './bring-objects.js';
import { judgeOutput, type JudgedContent, type Judgement } from './judge-output.js';
import { tombstonesHere } from './known-tombstones.js';
import { lookAtPath } from './look-at-path.js';
import { madeBy, type MadeVersion } from './reproduction-outputs.js';
import type { RepositoryContext } from './repository-context.js';
import type { ReproductionSubject } from './reproduction-subjects.js';
import { storeContent } from './store-content.js';

export interface SecondExecution extends ReproductionSubject {
  /** The worktree in which it was executed again. */
  readonly scratch: RepositoryContext;
  /** Id of the run that it was, and what it said that it made. */
  readonly again: { readonly run: string; readonly outputs: readonly UsedVersion[] };
  readonly tolerance: number | undefined;
}

const verdicts: readonly Verdict[] = ['identical', 'within-tolerance', 'different', 'not-runnable'];

export function worstVerdict(outputs: readonly { readonly verdict: Verdict }[]): Verdict {
  return verdicts[Math.max(0, ...outputs.map(({ verdict }) => verdicts.indexOf(verdict)))] as Verdict;
}

/** What became of each output of a run, and of the runs inside it, when it was executed again. */
export async function judgeOutputs(
  context: RepositoryContext,
  { record, records, scratch, again, tolerance }: SecondExecution,
  options: TaskOptions,
): Promise<readonly JudgedOutput[]> {
  const first = await madeBy({ catalog: records, ...record }, options);
  const made = await madeBy({ catalog: scratch.worktreeCatalog(), ...again }, options);
  const taken = new Set<MadeVersion>();
  const judged: JudgedOutput[] = [];
  for (const output of first) {
    const match = counterpart(output, made, taken);
    if (match !== undefined) taken.add(match);
    const content =
      match === undefined
        ? await contentAt(scratch, output.path?.replaceAll(record.run, again.run) ?? '', options)
        : contentOf(match);
    const judgement = await judge(context, { output, content, tolerance }, options);
    const { artifact, version, digest, path } = output;
    judged.push({
      artifact,
      version,
      digest,
      ...(path === undefined ? {} : { path }),
      ...judgement,
      ...(content === undefined || judgement.verdict === 'identical' ? {} : { made: content.digest }),
    });
  }
  return judged;
}

/** The first that was made under the same name, at the same path if there is one such, and stands for no other yet. */
function counterpart(
  { plainName, plainPath }: MadeVersion,
  made: readonly MadeVersion[],
  taken: ReadonlySet<MadeVersion>,
): MadeVersion | undefined {
  const named = made.filter((candidate) => candidate.plainName === plainName && !taken.has(candidate));
  return (
    named.find((candidate) => candidate.plainPath === plainPath) ?? (plainPath === undefined ? named[0] : undefined)
  );
}

function contentOf({ digest, record }: MadeVersion): JudgedContent {
  return { digest, size: record?.size ?? 0, files: record?.files };
}

/** What lies at a path by now, as an object; undefined where nothing does. */
async function contentAt(
  scratch: RepositoryContext,
  path: string,
  options: TaskOptions,
): Promise<JudgedContent | undefined> {
  if (!isRepositoryPath(path)) return undefined;
  const seen = await lookAtPath(scratch, parseRepositoryPath(path), options);
  if (seen.scan.kind === 'absent') return undefined;
  const request = { seen, base: undefined, only: undefined };
  const cache = await scratch.cache();
  const tombstones = await tombstonesHere(scratch.worktreeCatalog(), options);
  try {
    return (await storeContent(cache, { ...request, tombstones }, options)).content;
  } catch (error) {
    if (!isPixelisError(error, 'object.purged')) throw error;
    // What was purged is not kept, but judged: by its digest.
    return (await storeContent(cache, { ...request, tombstones: new Map() }, { ...options, dryRun: true })).content;
  }
}

interface Judged {
  readonly output: MadeVersion;
  readonly content: JudgedContent | undefined;
  readonly tolerance: number | undefined;
}

async function judge(
  context: RepositoryContext,
  { output, content, tolerance }: Judged,
  options: TaskOptions,
): Promise<Judgement> {
  if (content === undefined) return { verdict: 'different', detail: 'was not made' };
  if (content.digest === output.digest) return { verdict: 'identical' };
  const { artifact, version, digest, path = artifact, record } = output;
  if (record === undefined) return { verdict: 'different', detail: 'where cannot be told: the first has no record' };
  const wanted = record.files === undefined ? { blobs: new Map([[digest, record.size]]) } : { roots: [digest] };
  try {
    await bringObjects(context, { what: `'${artifact}:v${version}'`, content: wanted }, options);
  } catch (error) {
    if (!isPixelisError(error) || (error.code !== 'object.missing' && error.kind !== 'remote')) throw error;
    return { verdict: 'different', detail: `where cannot be told: ${error.message}` };
  }
  const store = await context.cache();
  return judgeOutput({ first: contentOf(output), made: content }, { store, name: path, tolerance }, options);
}
