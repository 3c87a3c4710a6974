import { lstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError, isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { GitStatusEntry } from '#git/git.js';
import { codePathOf, codeTreePath } from '#model/code-path.js';
import type { CodeChanges } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeFile, TreeSymlink } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';
import type { Redactor } from '#redaction/redactor.js';
import type { Problem } from '#schema/index.js';
import { writeTree } from '#store/tree-writer.js';
import { type AddStream, storeStreams } from '#store/store-streams.js';
import { openFileAsItIs } from '#worktree/open-file.js';
import type { RepositoryContext } from './repository-context.js';

/** What keeps secrets out of changed files. */
export type CodeRedactor = Pick<Redactor, 'url' | 'content' | 'learn' | 'withholdsFile'>;

interface ChangesRequest {
  /** What differs between HEAD and the worktree. */
  readonly entries: readonly GitStatusEntry[];
  readonly redactor: CodeRedactor;
}

/**
 * Stores the files that differ, as they are in the worktree, and says which are gone. A file that cannot be kept is left
 * out with a warning: no run fails for it.
 */
export async function storeCodeChanges(
  context: RepositoryContext,
  { entries, redactor }: ChangesRequest,
  options: TaskOptions,
): Promise<{ readonly changes: CodeChanges; readonly warnings: readonly Problem[] }> {
  const cache = await context.cache();
  // A file that git was told to forget is deleted, and untracked too.
  const isAtHead = new Map<string, boolean>();
  for (const { path, headBlob } of entries) isAtHead.set(path, headBlob !== undefined || isAtHead.get(path) === true);
  const deleted: string[] = [];
  const withheld: string[] = [];
  const warnings: Problem[] = [];
  const files: (TreeFile | TreeSymlink)[] = [];
  await learnFromWithheld(context.git.places.root, { paths: [...isAtHead.keys()], redactor });
  const takeAll = async (add: AddStream): Promise<void> => {
    let doneItems = 0;
    for (const [path, hasOlder] of isAtHead) {
      options.onProgress?.({ phase: 'store', subject: path, doneItems, totalItems: isAtHead.size });
      const taken = await takeFile(path, { add, redactor, root: context.git.places.root });
      if (taken.kind === 'kept') files.push(taken.file);
      if (taken.kind === 'kept' && taken.isTorn) warnings.push(torn(path));
      if (taken.kind === 'withheld') withheld.push(path);
      if (taken.kind === 'gone' && hasOlder) deleted.push(path);
      if (taken.kind === 'left-out') warnings.push(leftOut(path, taken.reason));
      doneItems += 1;
    }
  };
  await storeStreams(cache, takeAll, options);
  files.sort((one, other) => comparePaths(one.path, other.path));
  const tree = await writeTree(cache, files, options);
  if (withheld.length > 0) warnings.push(withheldByName(withheld));
  if (tree.size > muchBytes) warnings.push(muchCode(files, tree.size));
  return { changes: { ...tree, deleted, withheld }, warnings };
}

/** What a file of secrets holds is a secret wherever else it turns up. */
async function learnFromWithheld(
  root: string,
  { paths, redactor }: { readonly paths: readonly string[]; readonly redactor: CodeRedactor },
): Promise<void> {
  for (const path of paths) {
    if (redactor.withholdsFile(path) === undefined) continue;
    try {
      const stats = lstatSync(join(root, path));
      if (stats.isFile() && stats.size <= secretFileLimit) redactor.learn(await readFile(join(root, path), 'utf8'));
    } catch (error) {
      if (!isDiskError(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) throw diskError(error, path);
    }
  }
}

/** What is larger is no list of secrets. */
const secretFileLimit = 256 * 1024;

type Taken =
  | { readonly kind: 'kept'; readonly file: TreeFile | TreeSymlink; readonly isTorn: boolean }
  | { readonly kind: 'gone' | 'withheld' }
  | { readonly kind: 'left-out'; readonly reason: string };

interface TakeContext {
  readonly root: string;
  readonly add: AddStream;
  readonly redactor: CodeRedactor;
}

async function takeFile(path: string, { root, add, redactor }: TakeContext): Promise<Taken> {
  const treePath = codeTreePath(path);
  if (treePath === undefined) return badName;
  try {
    const file = await openFileAsItIs(join(root, path));
    // A name that is no Unicode comes from git as one that names nothing.
    if (file === undefined) return path.includes('\ufffd') ? badName : { kind: 'gone' };
    if (redactor.withholdsFile(path) !== undefined) return { kind: 'withheld' };
    const object = await add(redactor.content(file.chunks(), `file ${path}`));
    return { kind: 'kept', file: { path: treePath, kind: file.kind, ...object }, isTorn: file.hasChanged() };
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return { kind: 'gone' };
    if (!isPixelisError(error, 'disk.denied') && !isPixelisError(error, 'path.special-file')) throw error;
    return { kind: 'left-out', reason: error.message };
  }
}

const badName: Taken = { kind: 'left-out', reason: 'its name is one that Pixelis cannot keep' };

function leftOut(path: string, reason: string): Problem {
  const message = `'${path}' is not in the record of the code: ${reason}`;
  return problemOf(new PixelisError('path.invalid', message, { hint: 'rename it, or have git ignore it' }), { path });
}

function torn(path: string): Problem {
  const message = `'${path}' changed while it was recorded: the record has it as it was read`;
  return problemOf(
    new PixelisError('worktree.changed-meanwhile', message, {
      hint: 'have git ignore what programs write while runs are started',
    }),
    { path },
  );
}

/** So much is data rather than code: it is read, and searched for secrets, at the start of every run. */
const muchBytes = 100 * 1024 * 1024;

function muchCode(files: readonly (TreeFile | TreeSymlink)[], size: number): Problem {
  const largest = files.reduce((one, other) => (other.size > one.size ? other : one));
  const path = codePathOf(largest.path) ?? largest.path;
  const message = `${Math.round(size / 1024 / 1024)} MiB of changed and untracked files are kept as code, '${path}' above all`;
  return problemOf(
    new PixelisError('code.dirty', message, {
      hint: `put data under version (pixelis add ${path}), or have git ignore it`,
    }),
    { path },
  );
}

function withheldByName(paths: readonly string[]): Problem {
  const [first, ...others] = paths;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return problemOf(
    new PixelisError('secret.redacted', `'${first}'${more} was kept out of the record of the code, for its name`, {
      hint: `if it holds no secret: --allow ${first}, or have git ignore it`,
    }),
  );
}
