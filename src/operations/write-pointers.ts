import { join } from 'node:path';
import { goOn, PixelisError, type Tried, triedEach, triedSome } from '#errors/index.js';
import { editPointer, encodePointer } from '#format/pointer.js';
import { withLock } from '#lock/with-lock.js';
import type { Pointer } from '#model/pointer.js';
import { pointerPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { addGitignoreLines, gitignoreBeside, gitignoreReader } from '#records/gitignore-file.js';
import type { NewFile } from '#records/place-files.js';
import type { AddSubject } from './add-subjects.js';
import type { RepositoryContext } from './repository-context.js';

/** What git says of all paths of a command, asked once: a line that is added on the way is about one path alone. */
export interface GitView {
  /** Paths that git ignored before. */
  ignored(): Promise<ReadonlySet<string>>;
  /** Those of the `.gitignore` files beside the paths that git tracks. */
  trackedIgnoreFiles(): Promise<ReadonlySet<string>>;
}

export function gitView({ git }: RepositoryContext, subjects: readonly AddSubject[], options: TaskOptions): GitView {
  const paths = subjects.map(({ path }) => path);
  let ignored: Promise<ReadonlySet<string>> | undefined;
  let tracked: Promise<ReadonlySet<string>> | undefined;
  return {
    ignored: () => (ignored ??= git.ignoredPaths(paths, options).then((rules) => new Set(rules.keys()))),
    trackedIgnoreFiles: () => (tracked ??= git.trackedPaths([...new Set(paths.map(gitignoreBeside))], options)),
  };
}

/** A pointer to be written. */
export interface PointerDraft {
  readonly subject: AddSubject;
  readonly pointer: Pointer;
  /** Whether the pointer that is there says the same. */
  readonly isUnchanged: boolean;
}

/** Writes pointers, then the gitignore lines of their paths. @returns for each the files to be staged */
export async function writePointers(
  context: RepositoryContext,
  drafts: readonly PointerDraft[],
  options: TaskOptions & { readonly git: GitView },
): Promise<readonly Tried<readonly string[]>[]> {
  const encoded = await triedEach(drafts, (draft) => ({ draft, file: fileOf(draft) }));
  const written = await goOn(encoded, (each) =>
    triedSome(
      each,
      ({ file }) => file,
      (files) => context.files.replaceAll(files),
    ),
  );
  return goOn(written, (each) =>
    ignorePaths(
      context,
      each.map(({ draft }) => draft),
      options,
    ),
  );
}

function fileOf({ subject: { path, present }, pointer, isUnchanged }: PointerDraft): NewFile | undefined {
  if (isUnchanged) return undefined;
  const pointerPath = pointerPathOf(path);
  const bytes = present === undefined ? encodePointer(pointer) : editPointer(present.bytes, pointer, pointerPath);
  return { path: pointerPath, bytes };
}

async function ignorePaths(
  context: RepositoryContext,
  drafts: readonly PointerDraft[],
  { git, signal }: TaskOptions & { readonly git: GitView },
): Promise<readonly Tried<readonly string[]>[]> {
  const hasLine = gitignoreReader(context.files);
  const looked = await triedEach(drafts, async ({ subject: { path }, isUnchanged }) => {
    const [pointerPath, gitignore] = [pointerPathOf(path), gitignoreBeside(path)];
    // A command that was killed may have come so far, and no further.
    if (isUnchanged && hasLine(path)) {
      const isTracked = (await git.trackedIgnoreFiles()).has(gitignore);
      return { staged: isTracked ? [pointerPath] : [pointerPath, gitignore] };
    }
    if ((await git.ignored()).has(path)) return { staged: [pointerPath] };
    return { staged: [pointerPath, gitignore], lacksLine: path };
  });
  const ignored = await goOn(looked, (each) =>
    triedSome(
      each,
      ({ lacksLine }) => lacksLine,
      (paths) => {
        // Two that add a line to one file at once would lose one of the two.
        const lock = join(context.ownState, 'locks', 'gitignore');
        return withLock(lock, () => addGitignoreLines(context.files, paths), { signal, waitMs: 5 * 60_000 });
      },
    ),
  );
  return ignored.map((outcome) => (outcome instanceof PixelisError ? outcome : outcome.staged));
}
