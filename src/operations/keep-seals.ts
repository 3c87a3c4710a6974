import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { type Checkpoint, decodeCheckpoint, decodeNote } from '#format/signed-note.js';
import { encodeSealEntry } from '#format/seal-entries.js';
import { growingTree, hashLeaf } from '#model/merkle-tree.js';
import type { TaskOptions } from '#model/task-options.js';
import { isSignedBy } from '#seals/note-key.js';
import type { SealChain } from '#seals/seal-chain.js';
import { sha256 } from '#seals/sha256.js';
import type { Remote } from './repository-context.js';
import type { SealFinding } from './seal-finding.js';
import { entriesOf } from './sealed-trail.js';

/**
 * Keeps the newest checkpoint on a remote, as `seals/<list>/<size>`, and never in the place of another.
 * @returns the key
 * @throws `seal.broken` where another tree of that size is kept there; `remote.*`
 */
export async function keepSeal(
  { name, store: { bucket } }: Remote,
  { chain, keepUntil }: { readonly chain: SealChain; readonly keepUntil: Date | undefined },
  { signal }: TaskOptions,
): Promise<string> {
  const { checkpoint, note } = chain.newest;
  const key = keptKey(checkpoint);
  const there = await readKept(bucket, key, { signal });
  if (there === undefined) await bucket.put(key, sourceOfBytes(Buffer.from(note)), { signal, keepUntil });
  const kept = there ?? (await readKept(bucket, key, { signal })) ?? '';
  if (decodeCheckpoint(decodeNote(kept).text).root.every((byte, index) => byte === checkpoint.root[index])) return key;
  throw new PixelisError('seal.broken', `remote '${name}' keeps another seal over ${checkpoint.size} entries`, {
    hint: 'see what parted from what: pixelis audit --remote',
    data: { remote: name, key },
  });
}

/** `seals/<32 hex digits>/<20 digits>` */
function keptKey({ origin, size }: Checkpoint): string {
  return `${keptFolder(origin)}${String(size).padStart(20, '0')}`;
}

/** The list's own part of its name; of one that another program began, a hash of it. */
function keptFolder(origin: string): string {
  const own = /^pixelis\.dev\/seals\/([0-9a-f]{32})$/.exec(origin)?.[1];
  return `seals/${own ?? Buffer.from(sha256(Buffer.from(origin))).toString('hex', 0, 16)}/`;
}

const noteLimitBytes = 1 << 20;

async function readKept(bucket: Bucket, key: string, { signal }: TaskOptions): Promise<string | undefined> {
  const body = await bucket.get(key, { signal, range: { offset: 0, length: noteLimitBytes } });
  if (body === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What the seals that a remote keeps say against those of this clone. */
export async function checkKeptSeals(
  { name, store: { bucket } }: Remote,
  chain: SealChain | undefined,
  { signal }: TaskOptions,
): Promise<readonly SealFinding[]> {
  const prefix = chain === undefined ? 'seals/' : keptFolder(chain.newest.checkpoint.origin);
  const findings: SealFinding[] = [];
  const kept: Checkpoint[] = [];
  for await (const { key } of bucket.list(prefix, { signal })) {
    if (chain === undefined) return [notHere(name, key)];
    const checkpoint = keptCheckpoint((await readKept(bucket, key, { signal })) ?? '', { chain, key });
    if (checkpoint === undefined)
      findings.push(tampered(`remote '${name}' has '${key}', which is no seal of this list`));
    else kept.push(checkpoint);
  }
  if (chain === undefined) return findings;
  const roots = rootsAt(chain, new Set(kept.map(({ size }) => size)));
  for (const checkpoint of kept) {
    const { size } = checkpoint;
    if (size > chain.newest.checkpoint.size && !isIn(chain, checkpoint))
      findings.push(notHere(name, keptKey(checkpoint)));
    else if (!isIn(chain, checkpoint) && !isSame(roots.get(size), checkpoint.root)) {
      findings.push(tampered(`remote '${name}' keeps a seal over ${size} entries that are not those of this clone`));
    }
  }
  return findings;
}

/** Undefined where it is not rightly signed by a key of the chain: whoever can write to the remote can write anything there. */
function keptCheckpoint(
  text: string,
  { chain, key }: { readonly chain: SealChain; readonly key: string },
): Checkpoint | undefined {
  try {
    const note = decodeNote(text);
    const checkpoint = decodeCheckpoint(note.text);
    const isOurs = chain.keys.some((one) => isSignedBy(note, one) === true) && keptKey(checkpoint) === key;
    return isOurs ? checkpoint : undefined;
  } catch (error) {
    if (isPixelisError(error, 'seal.broken')) return undefined;
    throw error;
  }
}

/** Roots over the first so many entries. */
function rootsAt(chain: SealChain, sizes: ReadonlySet<number>): ReadonlyMap<number, Uint8Array> {
  const roots = new Map<number, Uint8Array>();
  const tree = growingTree(sha256);
  let size = 0;
  for (const entry of entriesOf(chain)) {
    tree.append(hashLeaf(sha256, Buffer.from(encodeSealEntry(entry))));
    size += 1;
    if (sizes.has(size)) roots.set(size, tree.root);
  }
  return roots;
}

/** A seal that was made beside others and joined has a tree of its own. */
function isIn({ seals }: SealChain, { size, root }: Checkpoint): boolean {
  return [...seals.values()].some(({ checkpoint }) => checkpoint.size === size && isSame(checkpoint.root, root));
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function tampered(message: string): SealFinding {
  const error = new PixelisError('seal.broken', message, {
    hint: 'compare with another clone: one of the two was rewritten',
  });
  return { severity: 'tampered', error };
}

function notHere(name: string, key: string): SealFinding {
  const error = new PixelisError('seal.incomplete', `remote '${name}' keeps seal '${key}', which this clone has not`, {
    hint: 'pixelis audit seals --fetch; where no remote of git has it any more, the seals were cut off',
  });
  return { severity: 'incomplete', error };
}
