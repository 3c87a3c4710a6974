import { PixelisError, problemOf } from '#errors/index.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { comparePaths } from '#model/tree-path.js';
import type { Problem } from '#schema/index.js';
import type { Side } from './diff-side.js';

/** Two states to be compared, each undefined where nothing is there. */
export interface Pair {
  /** The tracked path; between versions the name of the artifact. */
  readonly name: string;
  readonly before: Pointer | undefined;
  readonly after: Pointer | undefined;
  /** Where `after` is what a pointer says, but the worktree is asked. */
  readonly worktreePath: RepositoryPath | undefined;
  /** Only what is at or below this path inside. */
  readonly inside: string;
}

/**
 * What is to be compared with what. A version stands against what the other side has at its path, or of its artifact.
 * @throws `path.not-tracked` where the other side has nothing of the kind
 */
export async function diffPairs(
  { from, to, problems }: { readonly from: Side; readonly to: Side; readonly problems: Problem[] },
  options: TaskOptions,
): Promise<readonly Pair[]> {
  if (from.kind === 'version' && to.kind === 'version') {
    const [before, after] = [pointerTo(from.found), pointerTo(to.found)];
    const inside = sameInside(from.found.subpath ?? '', to.found.subpath ?? '');
    return [{ name: after.artifact, before, after, worktreePath: undefined, inside }];
  }
  const unreadable = new Set<string>();
  const pointersBefore = await pointersOf(from, { other: to, problems, unreadable }, options);
  const pointersAfter = await pointersOf(to, { other: from, problems, unreadable }, options);
  // Of a pointer that cannot be read nobody knows what differs: that it is gone would be wrong.
  const paths = [...new Set([...pointersBefore.keys(), ...pointersAfter.keys()])]
    .filter((path) => !unreadable.has(path))
    .sort(comparePaths);
  const inside = (from.kind === 'version' ? from : to.kind === 'version' ? to : undefined)?.found.subpath ?? '';
  return paths.map((path) => ({
    name: path,
    before: pointersBefore.get(path),
    after: pointersAfter.get(path),
    worktreePath: to.kind === 'worktree' ? path : undefined,
    inside,
  }));
}

interface Beside {
  readonly other: Side;
  readonly problems: Problem[];
  readonly unreadable: Set<string>;
}

/** The pointers of a side, by path. A version has one at each path where the other side has its artifact. */
async function pointersOf(
  side: Side,
  { other, problems, unreadable }: Beside,
  options: TaskOptions,
): Promise<ReadonlyMap<RepositoryPath, Pointer>> {
  if (side.kind === 'version') {
    const pointer = pointerTo(side.found);
    const pathsThere = await pointersOf(other, { other: side, problems: [], unreadable }, options);
    return new Map([...pathsThere.keys()].map((path) => [path, pointer]));
  }
  if (side.catalog === undefined) return new Map();
  const { pointers, broken } = await side.catalog.pointers(options);
  for (const { path, error } of broken) {
    problems.push(problemOf(error, { path }));
    unreadable.add(path);
  }
  const found = other.kind === 'version' ? other.found : undefined;
  const wanted = pointers.filter(({ path, pointer }) => {
    if (found === undefined) return true;
    return found.path === undefined ? pointer.artifact === found.artifact : path === found.path;
  });
  if (found !== undefined && wanted.length === 0) {
    const what = found.path ?? found.artifact;
    throw new PixelisError('path.not-tracked', `'${what}' is at no path of ${side.facts.name}`, {
      hint: `compare it with a version: pixelis diff ${found.artifact}:v${found.version} ${found.artifact}`,
      data: { artifact: found.artifact, version: found.version },
    });
  }
  return new Map(wanted.map(({ path, pointer }) => [path, pointer]));
}

function sameInside(before: string, after: string): string {
  if (before === after || after === '') return before;
  if (before === '') return after;
  throw new PixelisError('reference.invalid', `'${before}' and '${after}' are different paths inside`, {
    hint: 'name the same path inside both versions',
    data: { before, after },
  });
}
