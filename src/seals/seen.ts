import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskError, isDiskError, isPixelisError, PixelisError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { isObjectId } from '#git/object-id.js';
import { withLock } from '#lock/with-lock.js';

/** What this clone saw last. */
export interface Seen {
  /** The newest seal. */
  readonly seal?: SeenSeal;
  /** Where each remote branch stood, by the whole name of its ref. */
  readonly heads: ReadonlyMap<string, CommitId>;
}

export interface SeenSeal {
  readonly commit: CommitId;
  readonly size: number;
  /** So many of the first entries were all found in this clone. */
  readonly presentSize: number;
}

/** Where the memory lies below the state that all worktrees share. */
export function seenPath(sharedState: string): string {
  return join(sharedState, 'seen', 'trail.json');
}

/** @throws `file.invalid` where the memory cannot be read */
export function readSeen(sharedState: string): Seen {
  const path = seenPath(sharedState);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return { heads: new Map() };
    throw diskError(error, path);
  }
  const seen = parseSeen(text);
  if (seen !== undefined) return seen;
  throw new PixelisError('file.invalid', `'${path}', in which this clone keeps what it has seen, cannot be read`, {
    hint: `move it away, and look at the history yourself: mv ${path} ${path}.damaged && pixelis audit`,
    data: { path },
  });
}

/**
 * Changes the memory in one step, one process after the other. Where the repository may only be read, nothing is kept.
 * @throws as {@link readSeen}
 */
export async function changeSeen(sharedState: string, change: (seen: Seen) => Seen): Promise<void> {
  const path = seenPath(sharedState);
  try {
    await withLock(join(sharedState, 'locks', 'seen'), () => {
      const before = readSeen(sharedState);
      const after = encodeSeen(change(before));
      if (after === encodeSeen(before)) return;
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${process.pid}.tmp`;
      writeFileSync(temporary, after, { flush: true });
      renameSync(temporary, path);
    });
  } catch (error) {
    const denied = diskError(error, path);
    if (!isPixelisError(denied, 'disk.denied')) throw denied;
  }
}

function encodeSeen({ seal, heads }: Seen): string {
  const sorted = [...heads].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ pixelis: 1, ...(seal === undefined ? {} : { seal }), heads: Object.fromEntries(sorted) }, null, 1)}\n`;
}

function parseSeen(text: string): Seen | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value['pixelis'] !== 1 || !isObject(value['heads'])) return undefined;
  const heads = Object.entries(value['heads']).flatMap(([ref, commit]) =>
    typeof commit === 'string' && isObjectId(commit) ? [[ref, commit] as const] : [],
  );
  const seal = value['seal'];
  if (heads.length !== Object.keys(value['heads']).length) return undefined;
  if (seal === undefined) return { heads: new Map(heads) };
  if (!isObject(seal)) return undefined;
  const { commit, size, presentSize } = seal;
  if (typeof commit !== 'string' || !isObjectId(commit) || typeof size !== 'number') return undefined;
  if (typeof presentSize !== 'number') return undefined;
  return { seal: { commit, size, presentSize }, heads: new Map(heads) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
