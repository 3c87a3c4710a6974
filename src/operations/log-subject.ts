import { isPixelisError } from '#errors/index.js';
import { artifactsFolder } from '#format/version-record.js';
import type { FileScope } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import { isRepositoryPath, pointerPathOf, pointerSuffix, type RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { VersionId } from '#model/version.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';
import { isWithin, pathFromTop } from './user-path.js';

/** Whose history is asked for. */
export interface LogSubject {
  /** Files whose changes tell it. */
  readonly scopes: readonly FileScope[];
  /** Whether a version at these paths belongs to it; no path: it was recorded without being put anywhere. */
  readonly includes: (version: VersionId, path: RepositoryPath | undefined) => boolean;
  /** Only changes of this file or folder inside the tracked folder. */
  readonly inside: TreePath | undefined;
}

const everyPointer: FileScope = { suffix: pointerSuffix };

/**
 * Reads what a user named: an artifact, one of its versions, a tracked path or one that was tracked once, a folder that
 * holds some, a path inside a tracked folder. Undefined is everything.
 * @throws `reference.not-found` and what else {@link resolveReference} throws
 */
export async function logSubject(
  context: RepositoryContext,
  target: string | undefined,
  options: TaskOptions,
): Promise<LogSubject> {
  if (target === undefined) {
    const scopes = [everyPointer, { folder: artifactsFolder, suffix: '.yaml' }];
    return { scopes, includes: () => true, inside: undefined };
  }
  const catalog = context.worktreeCatalog();
  if ((await catalog.artifactNames(options)).includes(target)) return artifactSubject(target, undefined);
  const path = pathOrUndefined(context, target);
  const { pointers } = await catalog.pointers(options);
  const holds = path !== undefined && pointers.some((at) => at.path !== path && isWithin(at.path, path));
  if (path !== undefined && holds) return pathSubject({ folder: path, suffix: pointerSuffix }, path);
  try {
    const found = await resolveReference(context, target, options);
    if (found.path === undefined) return { ...artifactSubject(found.artifact, found.digest), inside: found.subpath };
    return { ...pathSubject({ folder: pointerPathOf(found.path) }, found.path), inside: found.subpath };
  } catch (error) {
    if (!isPixelisError(error, 'reference.not-found') || path === undefined || !isRepositoryPath(path)) throw error;
    const scope = { folder: pointerPathOf(path) };
    for await (const _ of context.git.log({ scopes: [scope], limit: 1 }, options)) return pathSubject(scope, path);
    throw error;
  }
}

function artifactSubject(artifact: string, digest: Digest | undefined): LogSubject {
  return {
    scopes: [everyPointer, { folder: `${artifactsFolder}/${artifact}`, suffix: '.yaml' }],
    includes: (version) => version.artifact === artifact && (digest === undefined || version.digest === digest),
    inside: undefined,
  };
}

function pathSubject(scope: FileScope, path: string): LogSubject {
  return { scopes: [scope], includes: (_, at) => at !== undefined && isWithin(at, path), inside: undefined };
}

/** What lies outside the repository can still be another reference, which has the better error. */
function pathOrUndefined(context: RepositoryContext, target: string): string | undefined {
  try {
    return pathFromTop(context, target);
  } catch (error) {
    if (isPixelisError(error)) return undefined;
    throw error;
  }
}
