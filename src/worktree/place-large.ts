import { constants, lstatSync } from 'node:fs';
import { chmod, copyFile, link, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { copyAndHash } from '#hashing/copy-and-hash.js';
import { hashFile } from '#hashing/hash-file.js';
import { type HasherPool, openHasherPool } from '#hashing/hasher-pool.js';
import type { Hasher } from '#hashing/hasher.js';
import type { LinkMethod } from '#model/config.js';
import type { Digest } from '#model/digest.js';
import type { TreeFile } from '#model/tree-entry.js';
import type { ObjectLocation } from '#store/object-store.js';
import type { PlacementRun } from './placement-run.js';

const filesAtOnce = 2;

/** Makes files of large objects, two at a time, in the first way of `links` that works. */
export async function placeLarge(rows: readonly number[], run: PlacementRun): Promise<void> {
  if (rows.length === 0) return;
  const queue = rows.values();
  const hashers = await openHasherPool();
  const unusable = new Set<LinkMethod>();
  await Promise.all(
    Array.from({ length: Math.min(filesAtOnce, rows.length) }, () => pump(queue, { hashers, unusable }, run)),
  );
}

/** Ways that were tried and do not work between these two folders. */
interface Shared {
  readonly hashers: HasherPool;
  readonly unusable: Set<LinkMethod>;
}

async function pump(rows: Iterator<number>, shared: Shared, run: PlacementRun): Promise<void> {
  const hasher = await shared.hashers.take();
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    throwIfInterrupted(run.signal);
    await placeOne(next.value, { ...shared, hasher }, run);
  }
}

async function placeOne(row: number, tools: Shared & { readonly hasher: Hasher }, run: PlacementRun): Promise<void> {
  const file = run.target.files[row] as TreeFile;
  const isExecutable = file.kind === 'executable';
  const { file: source } = run.locations.get(file.digest) as ObjectLocation;
  const target = join(run.target.folder, run.target.nameOf(row));
  for (const mode of [...run.links, 'copy'] as const) {
    const isLink = mode === 'hardlink' || mode === 'symlink';
    // The mode of a link is that of the object: it can be made executable for nobody.
    if (tools.unusable.has(mode) || (isLink && isExecutable)) continue;
    const made = await make[mode](source, target, { hasher: tools.hasher, signal: run.signal });
    if (made === 'unusable') {
      tools.unusable.add(mode);
      continue;
    }
    if (made !== file.digest) {
      await rm(target, { force: true });
      run.failed(row, made === 'absent' ? 'missing' : 'damaged');
      return;
    }
    if (!isLink) await chmod(target, (isExecutable ? 0o777 : 0o666) & ~run.umask);
    const { mtimeMs, ctimeMs, ino } = lstatSync(target);
    run.placed(row, mtimeMs, ctimeMs, ino);
    return;
  }
}

interface Tools {
  readonly hasher: Hasher;
  readonly signal: AbortSignal | undefined;
}

type Made = Digest | 'unusable' | 'absent';

/** Ways of making the target; each gives the digest of its bytes. */
const make: Readonly<Record<LinkMethod, (source: string, target: string, tools: Tools) => Promise<Made>>> = {
  async reflink(source, target, { hasher, signal }) {
    return attempt(target, async () => {
      await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
      return (await hashFile(target, hasher, { signal })).digest;
    });
  },
  async hardlink(source, target, { hasher, signal }) {
    return attempt(target, async () => {
      await link(source, target);
      return (await hashFile(target, hasher, { signal })).digest;
    });
  },
  async symlink(source, target, { hasher, signal }) {
    return attempt(target, async () => {
      const { digest } = await hashFile(source, hasher, { signal });
      await symlink(source, target);
      return digest;
    });
  },
  async copy(source, target, { hasher, signal }) {
    // The worktree is not flushed: the cache has the bytes.
    const options = { hasher, signal, reflink: false, writeBack: false };
    return attempt(target, async () => (await copyAndHash(source, target, options)).digest);
  },
};

const unusableCodes = ['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EINVAL', 'ENOTTY', 'EPERM', 'EMLINK', 'EBADF'];

async function attempt(target: string, work: () => Promise<Digest>): Promise<Made> {
  try {
    return await work();
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return 'absent';
    if (isDiskError(error, ...unusableCodes)) return 'unusable';
    throw diskError(error, target);
  }
}
