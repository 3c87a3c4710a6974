import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { JudgedOutput } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Pair } from '#model/value-comparison.js';
import type { ObjectStore } from '#store/object-store.js';
import { compareFiles, type ReadableFile } from './compare-files.js';
import { readTreeEntries } from './read-tree-entries.js';

/** A file or a folder, by its digest. */
export interface JudgedContent {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Folders only. */
  readonly files?: number | undefined;
}

export interface JudgeContext {
  /** Has both contents. */
  readonly store: ObjectStore;
  /** Path or name of the output: how files are compared goes by it. */
  readonly name: string;
  /** Undefined: only what is identical will do. */
  readonly tolerance: number | undefined;
}

export type Judgement = Pick<JudgedOutput, 'verdict' | 'deviation' | 'detail'>;

const maxShown = 3;

/** Whether what was made the second time is what was made the first time, and where it differs. */
export async function judgeOutput(
  contents: Pair<JudgedContent>,
  context: JudgeContext,
  options: TaskOptions,
): Promise<Judgement> {
  const { first, made } = contents;
  if (first.digest === made.digest) return { verdict: 'identical' };
  if ((first.files === undefined) !== (made.files === undefined)) {
    const kind = ({ files }: JudgedContent): string => (files === undefined ? 'a file' : 'a folder');
    return { verdict: 'different', detail: `${kind(made)} instead of ${kind(first)}` };
  }
  try {
    return first.files === undefined
      ? await judgeFiles(contents, context, options)
      : await judgeFolders(contents, context, options);
  } catch (error) {
    // The bytes of the first are lost; that they were others is known by their digest.
    if (!isPixelisError(error, 'object.missing') && !isPixelisError(error, 'object.corrupt')) throw error;
    return { verdict: 'different', detail: `where cannot be told: ${error.message}` };
  }
}

async function judgeFiles(
  { first, made }: Pair<JudgedContent>,
  { store, name, tolerance }: JudgeContext,
  options: TaskOptions,
): Promise<Judgement> {
  const readable = ({ digest, size }: JudgedContent): ReadableFile => ({
    size,
    bytes: () => store.stream(digest, options),
  });
  const files = { first: readable(first), made: readable(made) };
  const { deviation, count, shown } = await compareFiles(files, { name, tolerance: tolerance ?? 0 });
  if (count === 0) {
    return tolerance === undefined
      ? { verdict: 'different', detail: 'the same values, written in another way' }
      : { verdict: 'within-tolerance', deviation };
  }
  const more = count > shown.length ? `; and ${count - shown.length} more` : '';
  return { verdict: 'different', ...(deviation > 0 ? { deviation } : {}), detail: `${shown.join('; ')}${more}` };
}

async function judgeFolders(
  { first, made }: Pair<JudgedContent>,
  { store, tolerance }: JudgeContext,
  options: TaskOptions,
): Promise<Judgement> {
  const [before, after] = [await entriesOf(store, first, options), await entriesOf(store, made, options)];
  const differences: string[] = [];
  let deviation = 0;
  for (const [path, one] of before) {
    const other = after.get(path);
    const judged = await judgeEntries({ first: one, made: other }, { store, name: path, tolerance }, options);
    deviation = Math.max(deviation, judged.deviation ?? 0);
    if (judged.verdict === 'different') differences.push(`${path}: ${judged.detail}`);
  }
  for (const path of after.keys()) if (!before.has(path)) differences.push(`${path}: is new`);
  const measured = deviation > 0 ? { deviation } : {};
  // Equal in all entries: only where values within the tolerance make up the difference.
  if (differences.length === 0) return { verdict: 'within-tolerance', deviation };
  const more = differences.length > maxShown ? `; and ${differences.length - maxShown} more files` : '';
  return { verdict: 'different', ...measured, detail: `${differences.slice(0, maxShown).join('; ')}${more}` };
}

async function judgeEntries(
  { first, made }: { readonly first: TreeEntry; readonly made: TreeEntry | undefined },
  context: JudgeContext,
  options: TaskOptions,
): Promise<Judgement> {
  if (made === undefined) return { verdict: 'different', detail: 'is missing' };
  if (first.kind !== made.kind) return { verdict: 'different', detail: `${made.kind} instead of ${first.kind}` };
  if (first.kind === 'folder' || made.kind === 'folder') return { verdict: 'identical' };
  if (first.digest === made.digest) return { verdict: 'identical' };
  if (first.kind === 'symlink') return { verdict: 'different', detail: 'leads elsewhere' };
  return judgeFiles({ first, made }, context, options);
}

async function entriesOf(
  store: ObjectStore,
  { digest }: JudgedContent,
  options: TaskOptions,
): Promise<ReadonlyMap<string, TreeEntry>> {
  return new Map((await readTreeEntries(store, digest, options)).map((entry) => [entry.path, entry]));
}
