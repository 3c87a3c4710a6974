import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { NamedContent } from './bring-content.js';
import type { RepositoryContext } from './repository-context.js';
import type { ResolvedReference } from './resolve-reference.js';
import { isWithin } from './user-path.js';

/** Where to place something. */
export interface Destination {
  /** The nearest folder above that exists, links resolved. */
  readonly top: string;
  /** From there, with `/`. */
  readonly path: string;
  /** From the top of the worktree where it lies in there, else absolute. */
  readonly shown: string;
}

/**
 * Where `get` places something: at `output`, or in it where that is a folder (for a file) or ends in a slash; by default
 * under its own name where the user stands.
 * @throws `path.overlaps` at, above or below a tracked path; `path.inside-git`
 */
export async function getDestination(
  context: RepositoryContext,
  what: { readonly found: ResolvedReference; readonly kind: NamedContent['kind']; readonly output: string | undefined },
  options: TaskOptions,
): Promise<Destination> {
  const { root } = context.git.places;
  const name = ownName(what.found);
  const output = what.output ?? name;
  const named = resolve(root, context.folder, output);
  const isInto = /[/\\]$/.test(output) || (what.kind === 'file' && (await isFolder(named)));
  const { top, path } = await nearestFolder(isInto ? join(named, name) : named);
  const fromTop = relative(root, join(top, path)).split(sep).join('/');
  const isInside = !(fromTop === '..' || fromTop.startsWith('../') || isAbsolute(fromTop));
  const destination = { top, path, shown: isInside ? fromTop : join(top, path) };
  refuseGit(context, destination, isInside ? fromTop : undefined);
  if (isInside) await refuseTracked(context, { fromTop, found: what.found }, options);
  return destination;
}

function ownName({ artifact, path, subpath }: ResolvedReference): string {
  return basename(subpath ?? path ?? artifact);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(await realpath(path))).isDirectory();
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw diskError(error, path);
  }
}

/** Links above the destination are the user's own and are followed; a link in its place is not. */
async function nearestFolder(path: string): Promise<{ readonly top: string; readonly path: string }> {
  const below = [basename(path)];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      return { top: await realpath(folder), path: below.join('/') };
    } catch (error) {
      if (!isDiskError(error, 'ENOENT')) throw diskError(error, folder);
      below.unshift(basename(folder));
    }
  }
}

function refuseGit({ git }: RepositoryContext, { top, path, shown }: Destination, fromTop: string | undefined): void {
  const absolute = join(top, path);
  const first = fromTop?.split('/', 1)[0]?.toLowerCase() ?? '';
  const folders = [git.places.gitFolder, git.places.commonFolder];
  const isGits = folders.some((folder) => absolute === folder || absolute.startsWith(`${folder}${sep}`));
  if (first !== '.git' && first !== '.pixelis' && !isGits) return;
  throw new PixelisError('path.inside-git', `'${shown}' lies inside ${isGits ? '.git' : first}`, {
    hint: 'choose another place: -o DEST',
    data: { path: shown },
  });
}

async function refuseTracked(
  context: RepositoryContext,
  { fromTop, found }: { readonly fromTop: string; readonly found: ResolvedReference },
  options: TaskOptions,
): Promise<void> {
  const { pointers, broken } = await context.worktreeCatalog().pointers(options);
  const tracked = [...pointers, ...broken].find(({ path }) => isWithin(fromTop, path) || isWithin(path, fromTop));
  if (tracked === undefined) return;
  const what = `${found.artifact}:v${found.version}`;
  throw new PixelisError(
    'path.overlaps',
    `'${fromTop === '' ? '.' : fromTop}' would mix with the tracked '${tracked.path}'`,
    {
      hint: `choose another place: pixelis get ${what} -o DEST; or move the pointer: pixelis checkout ${what}`,
      data: { path: fromTop, other: tracked.path },
    },
  );
}
