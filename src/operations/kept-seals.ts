import { isPixelisError, type PixelisError } from '#errors/index.js';
import type { Bucket, BucketBody, BucketOptions, ByteRange, HiddenVersion } from '#bucket/bucket.js';
import { readBody } from '#bucket/exact-bytes.js';
import { type Checkpoint, decodeCheckpoint, decodeNote, type SignedNote } from '#format/signed-note.js';
import type { TaskOptions } from '#model/task-options.js';
import { sha256 } from '#seals/sha256.js';

/** A version of `seals/<list>/<size>` on a remote. Whoever can write there can write anything. */
export interface KeptSeal {
  readonly key: string;
  /** `current`: the key has it; otherwise it lies hidden. */
  readonly fate: 'current' | Awaited<ReturnType<HiddenVersion['fate']>>;
  /** Undefined where it is no checkpoint of that list and size, whoever may have signed it. */
  readonly found: { readonly note: SignedNote; readonly checkpoint: Checkpoint } | undefined;
}

/** `seals/<32 hex digits>/<20 digits>` */
export function keptKey({ origin, size }: Checkpoint): string {
  return `${keptFolder(origin)}${String(size).padStart(20, '0')}`;
}

/** The list's own part of its name; of one that another program began, a hash of it. */
export function keptFolder(origin: string): string {
  const own = /^pixelis\.dev\/seals\/([0-9a-f]{32})$/.exec(origin)?.[1];
  return `seals/${own ?? Buffer.from(sha256(Buffer.from(origin))).toString('hex', 0, 16)}/`;
}

/**
 * Every version that a remote holds under such keys, also what was hidden by a removal or a newer version.
 * `unseen`: why hidden ones cannot be seen, where there may be some.
 */
export async function readKeptSeals(
  bucket: Bucket,
  prefix: string,
  { signal }: TaskOptions,
): Promise<{ readonly seals: readonly KeptSeal[]; readonly unseen?: PixelisError }> {
  const seals: KeptSeal[] = [];
  for await (const { key } of bucket.list(prefix, { signal })) {
    const get = (options: BucketOptions): Promise<BucketBody | undefined> => bucket.get(key, options);
    seals.push(await readKept({ key, fate: 'current', get }, { signal }));
  }
  try {
    for await (const version of bucket.listHidden(prefix, { signal })) {
      const fate = await version.fate({ signal });
      seals.push(await readKept({ ...version, fate }, { signal }));
    }
    return { seals };
  } catch (error) {
    if (!isPixelisError(error) || error.kind !== 'remote') throw error;
    return { seals, unseen: error };
  }
}

const noteLimitBytes = 1 << 20;

async function readKept(
  { key, fate, get }: Pick<HiddenVersion, 'key' | 'get'> & Pick<KeptSeal, 'fate'>,
  options: TaskOptions,
): Promise<KeptSeal> {
  const range: ByteRange = { offset: 0, length: noteLimitBytes };
  const body = await get({ signal: options.signal, range });
  const text = body === undefined ? '' : Buffer.from(await readBody(body)).toString('utf8');
  return { key, fate, found: decodeKept(key, text) };
}

function decodeKept(key: string, text: string): KeptSeal['found'] {
  try {
    const note = decodeNote(text);
    const checkpoint = decodeCheckpoint(note.text);
    return keptKey(checkpoint) === key ? { note, checkpoint } : undefined;
  } catch (error) {
    if (isPixelisError(error, 'seal.broken')) return undefined;
    throw error;
  }
}
