import { isPixelisError } from '#errors/index.js';
import { aliasesPath } from '#format/aliases.js';
import { decodeConflict } from '#format/conflict-marks.js';
import { pointerLimitBytes, settingsLimitBytes } from '#format/yaml-document.js';
import type { BlobId, GitConflict } from '#git/git.js';
import { trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/** A pointer or a file of aliases in conflict, with what each side has; undefined where a side has deleted it. */
export interface ConflictedFile {
  readonly path: string;
  readonly base: Uint8Array | undefined;
  readonly ours: Uint8Array | undefined;
  readonly theirs: Uint8Array | undefined;
}

/**
 * Pointers and aliases in conflict, by path: as git has them, and pointers with conflict marks that somebody staged as they
 * were.
 */
export async function conflictedFiles(
  context: RepositoryContext,
  options: TaskOptions,
): Promise<readonly ConflictedFile[]> {
  const { git, files } = context;
  const inGit = (await git.conflicts({}, options)).filter(({ path }) => isOurs(path));
  const known = new Set(inGit.map(({ path }) => path));
  const { broken } = await context.worktreeCatalog().pointers(options);
  const marked = broken.filter(
    ({ error, pointerPath }) => isPixelisError(error, 'file.conflicted') && !known.has(pointerPath),
  );
  const found = await readSides(context, inGit, options);
  for (const { pointerPath } of marked) {
    const text = Buffer.from(files.read(pointerPath, pointerLimitBytes) ?? []).toString('utf8');
    // Marks that do not fit together say nothing of the sides: neither can be read then.
    const { base, ours, theirs } = decodeConflict(text) ?? { base: undefined, ours: text, theirs: text };
    found.push({
      path: pointerPath,
      base: base === undefined ? undefined : Buffer.from(base),
      ours: Buffer.from(ours),
      theirs: Buffer.from(theirs),
    });
  }
  return found.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function isOurs(path: string): boolean {
  const artifact = /^\.pixelis\/artifacts\/([^/]+)\//.exec(path)?.[1];
  return artifact === undefined ? trackedPathOf(path) !== undefined : path === aliasesPath(artifact);
}

async function readSides(
  { git }: RepositoryContext,
  conflicts: readonly GitConflict[],
  options: TaskOptions,
): Promise<ConflictedFile[]> {
  const ids = conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs]).filter((id) => id !== undefined);
  const bytes = new Map<BlobId, Uint8Array>();
  const limits = { ...options, limitBytes: settingsLimitBytes };
  for await (const blob of git.readBlobs(new Set(ids), limits)) bytes.set(blob.id, blob.bytes);
  const of = (id: BlobId | undefined) => (id === undefined ? undefined : bytes.get(id));
  return conflicts.map(({ path, base, ours, theirs }) => ({
    path,
    base: of(base),
    ours: of(ours),
    theirs: of(theirs),
  }));
}
