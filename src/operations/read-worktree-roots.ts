import { type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diskError, isDiskError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import { configPath, decodeConfig, localConfigPath } from '#format/config.js';
import { namesInFile } from '#format/names-in-file.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import { loadHasher } from '#hashing/hasher.js';
import { parseKey } from '#model/object-key.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { readSmallFile } from '#records/small-file.js';
import { readWorktreeIndex } from '#worktree/worktree-index.js';
import { keepWhatFileUses, type ReadRoots } from './read-git-roots.js';
import type { RootNames } from './root-names.js';
import { readingRoot } from './root-unreadable.js';

/** A worktree of a repository that shares the cache. */
export interface WorktreePlace {
  readonly folder: string;
  readonly gitFolder: string;
  /** For messages: git's common folder. */
  readonly repository: string;
}

/**
 * Reads every pointer and record in a worktree, those that git ignores as well, where its links into the cache lead, and what
 * Pixelis last put there. @throws `gc.root-unreadable`
 */
export async function readWorktreeRoots(
  worktree: WorktreePlace,
  roots: ReadRoots & { readonly keepPatterns: Set<string>; readonly purged: Pick<ReadonlySet<Digest>, 'has'> },
  { signal }: TaskOptions,
): Promise<void> {
  const { names, ignored } = roots;
  const { folder: top, repository } = worktree;
  const folders = [''];
  for (let folder = folders.pop(), count = 0; folder !== undefined; folder = folders.pop(), count++) {
    throwIfInterrupted(signal);
    if (count % 100 === 99) await setImmediate();
    const below = folder;
    const entries = await readingRoot({ root: join(top, folder), repository }, ignored, () => readEntries(top, below));
    for (const entry of entries ?? []) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git') folders.push(path);
      } else if (entry.isSymbolicLink()) {
        readLink(join(top, path), names);
      } else if (entry.isFile() && isOurs(path)) {
        await readingRoot({ root: join(top, path), repository }, ignored, () => readFile(top, path, roots));
      }
    }
  }
  await readIndexes(worktree, roots);
}

/** Nothing where the folder went away, or is not there. */
function readEntries(top: string, folder: string): readonly Dirent[] {
  const path = join(top, folder);
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, path);
  }
}

function isOurs(path: string): boolean {
  return path.endsWith(pointerSuffix) || (/(?:^|\/)\.pixelis\//.test(path) && path.endsWith('.yaml'));
}

/** A link to an object of a cache, this one or another: `…/objects/3f/a2…`. */
function readLink(path: string, names: RootNames): void {
  let target: string;
  try {
    target = readlinkSync(path);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR', 'EINVAL')) return;
    throw diskError(error, path);
  }
  const key = parseKey(target.replaceAll('\\', '/').split('/').slice(-3).join('/'));
  if (key?.kind === 'object') names.addObject({ digest: key.digest, isTree: false });
}

function readFile(
  top: string,
  path: string,
  { names, contents, keepPatterns }: ReadRoots & { readonly keepPatterns: Set<string> },
): void {
  const bytes = readSmallFile(top, path, recordLimitBytes);
  if (bytes === undefined) return;
  const found = namesInFile(bytes, path);
  // Here a file says by its name that it is a pointer: one that names nothing is not read right.
  if (path.endsWith(pointerSuffix) && (found?.versions.length ?? 0) + (found?.mentions.length ?? 0) === 0) {
    throw new PixelisError('file.invalid', `'${path}' is no pointer`, { data: { path } });
  }
  if (found !== undefined) names.add(found);
  contents.add(bytes);
  keepWhatFileUses(names, { path, bytes, found });
  if (path !== configPath && path !== localConfigPath) return;
  for (const pattern of decodeConfig(bytes, path).gc?.keep ?? []) keepPatterns.add(pattern);
}

/** What Pixelis last put, or saw, at each tracked path; what a checkout that was killed was about to put there as well. */
async function readIndexes(
  { gitFolder, repository }: WorktreePlace,
  { names, ignored, purged }: ReadRoots & { readonly purged: Pick<ReadonlySet<Digest>, 'has'> },
): Promise<void> {
  const folder = join(gitFolder, 'pixelis', 'index');
  const entries = await readingRoot({ root: folder, repository }, ignored, () => readEntries(folder, ''));
  const hasher = await loadHasher();
  for (const { name } of entries ?? []) {
    if (!/^[0-9a-f]{32}(?:\.placing)?$/.test(name)) continue;
    const file = join(folder, name);
    const index = await readingRoot({ root: file, repository }, ignored, () => readWorktreeIndex(file, hasher));
    if (index === undefined || purged.has(index.base)) continue;
    names.addObject({ digest: index.base, isTree: undefined });
    names.addBlobs(digestsOf(index.objects.digests));
  }
}

/** A row of zeros, of an empty folder, is the digest of nothing. */
function* digestsOf(rows: Uint8Array) {
  for (let at = 0; at < rows.length; at += digestBytes) yield digestFromBytes(rows, at);
}
