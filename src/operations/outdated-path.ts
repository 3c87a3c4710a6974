import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PlacedFrom } from '#schema/index.js';
import { tombstoneLookup } from './known-tombstones.js';
import type { SeenPath } from './look-at-path.js';
import type { RepositoryContext } from './repository-context.js';
import type { PathTarget } from './select-targets.js';
import { compareWithPointer } from './worktree-state.js';

/**
 * What a path was placed from, or added as, where its pointer names something else by now: git has moved the pointer, and
 * the path could not follow. Undefined where the two agree, and where nothing is known.
 */
export async function placedFrom(
  context: RepositoryContext,
  { pointer, seen }: { readonly pointer: Pointer; readonly seen: SeenPath },
  options: TaskOptions,
): Promise<PlacedFrom | undefined> {
  const placed = placedContent(pointer, seen);
  if (placed === undefined || isSame(placed, pointer)) return undefined;
  const { digest } = placed;
  const versions = await context.worktreeCatalog().versions(pointer.artifact, options);
  const version = versions.find((known) => isSame(placed, known));
  return version === undefined ? { digest } : { artifact: version.artifact, version: version.version, digest };
}

/**
 * Refuses to record a path that was placed from something else than its pointer names: what was changed since would be
 * undone, unseen. What is what the pointer names all the same may be recorded. Else nothing is hashed. @throws `worktree.outdated`
 */
export async function refuseOutdated(
  context: RepositoryContext,
  { target, seen }: { readonly target: PathTarget; readonly seen: SeenPath },
  options: TaskOptions,
): Promise<void> {
  const { path, pointer } = target;
  const from = await placedFrom(context, { pointer, seen }, options);
  if (from === undefined) return;
  const tombstones = tombstoneLookup(context, options);
  const { worktree } = await compareWithPointer(context, { target, seen, tombstones }, options);
  if (worktree === 'unchanged') return;
  throw outdated(
    path,
    { pointer, from },
    `bring both together first: pixelis checkout --merge ${path}; or record what is there as it is: pixelis add --as-is ${path}`,
  );
}

/** What is told of an output in whose place the pointer named something else. */
export function outdatedOutput(path: RepositoryPath, outdatedBy: Outdated): PixelisError {
  const { artifact, version } = outdatedBy.pointer;
  return outdated(
    path,
    outdatedBy,
    `the run's output was recorded as it is; see what differs: pixelis diff ${artifact}:v${version}`,
  );
}

interface PlacedContent {
  readonly digest: Digest;
  /** Undefined of a folder, and where it is not known. */
  readonly isExecutable?: boolean;
}

function placedContent(pointer: Pointer, { index, scan }: SeenPath): PlacedContent | undefined {
  if (index === undefined || scan.kind === 'absent') return undefined;
  // Of a single file its row knows better: it may be one that could not be replaced.
  const file = pointer.files === undefined && scan.kind === 'file' ? scan.entries[0] : undefined;
  if (file?.placedDigest === undefined) return { digest: index.base };
  return { digest: file.placedDigest, isExecutable: file.placedKind === 'executable' };
}

function isSame({ digest, isExecutable }: PlacedContent, version: Pick<Pointer, 'digest' | 'executable'>): boolean {
  return digest === version.digest && (isExecutable ?? version.executable === true) === (version.executable === true);
}

interface Outdated {
  readonly pointer: Pointer;
  readonly from: PlacedFrom;
}

function outdated(path: RepositoryPath, { pointer, from }: Outdated, hint: string): PixelisError {
  const { artifact, version } = pointer;
  const placed = from.version === undefined ? 'another version' : `'${from.artifact}:v${from.version}'`;
  return new PixelisError(
    'worktree.outdated',
    `'${path}' was placed from ${placed}, and its pointer names '${artifact}:v${version}' by now`,
    {
      hint,
      data: { path, placedFrom: { ...from }, pointer: { artifact, version, digest: pointer.digest } },
    },
  );
}
