import { PixelisError } from '#errors/index.js';
import { encodeSealEntry } from '#format/seal-entries.js';
import type { Checkpoint } from '#format/signed-note.js';
import { growingTree, hashLeaf } from '#model/merkle-tree.js';
import type { TaskOptions } from '#model/task-options.js';
import { isSignedBy } from '#seals/note-key.js';
import type { SealChain } from '#seals/seal-chain.js';
import { sha256 } from '#seals/sha256.js';
import { type KeptSeal, keptFolder, keptKey, readKeptSeals } from './kept-seals.js';
import type { Remote } from './repository-context.js';
import type { SealFinding } from './seal-finding.js';
import { entriesOf } from './sealed-trail.js';

/** What the seals that a remote keeps, also those that somebody hid there, say against those of this clone. */
export async function checkKeptSeals(
  { name, store: { bucket } }: Remote,
  chain: SealChain | undefined,
  options: TaskOptions,
): Promise<readonly SealFinding[]> {
  const prefix = chain === undefined ? 'seals/' : keptFolder(chain.newest.checkpoint.origin);
  const { seals: all, unseen } = await readKeptSeals(bucket, prefix, options);
  // What lies hidden and is no seal of any list is what somebody wrote there and somebody cleaned away.
  const seals = all.filter(({ fate, found }) => fate === 'current' || found !== undefined);
  const [first] = seals;
  const compared = chain === undefined ? first && [notHere(name, first.key)] : compare(name, chain, seals);
  return [
    ...removedSeals(name, seals),
    ...(compared ?? []),
    ...(unseen === undefined ? [] : [unseenSeals(name, unseen)]),
  ];
}

/** A removal hides a seal, and does not end it. */
function removedSeals(name: string, seals: readonly KeptSeal[]): readonly SealFinding[] {
  const keys = [...new Set(seals.flatMap(({ key, fate }) => (fate === 'removed' ? [key] : [])))];
  const [first] = keys;
  if (first === undefined) return [];
  const more = keys.length > 1 ? ` and ${keys.length - 1} more` : '';
  const error = new PixelisError('seal.hidden', `remote '${name}' keeps '${first}'${more} under a delete marker`, {
    hint: 'ask who put it there, and remove the marker by its version: aws s3api list-object-versions shows it',
    data: { remote: name, keys },
  });
  return [{ severity: 'tampered', error }];
}

function compare(name: string, chain: SealChain, seals: readonly KeptSeal[]): readonly SealFinding[] {
  const findings: SealFinding[] = [];
  const kept = new Map<string, Checkpoint>();
  for (const seal of seals) {
    const checkpoint = checkpointOf(seal, chain);
    if (checkpoint !== undefined) kept.set(`${seal.key} ${Buffer.from(checkpoint.root).toString('hex')}`, checkpoint);
    else {
      const where = seal.fate === 'current' ? '' : 'a hidden version of ';
      findings.push(tampered(`remote '${name}' has ${where}'${seal.key}', which is no seal of this list`));
    }
  }
  const roots = rootsAt(chain, new Set([...kept.values()].map(({ size }) => size)));
  for (const checkpoint of kept.values()) {
    const { size } = checkpoint;
    if (isIn(chain, checkpoint) || isSame(roots.get(size), checkpoint.root)) continue;
    if (size > chain.newest.checkpoint.size) findings.push(notHere(name, keptKey(checkpoint)));
    else findings.push(tampered(`remote '${name}' keeps a seal over ${size} entries that are not those of this clone`));
  }
  return findings;
}

/** Undefined where it is not rightly signed by a key of the chain. */
function checkpointOf({ found }: KeptSeal, { keys }: SealChain): Checkpoint | undefined {
  return found !== undefined && keys.some((key) => isSignedBy(found.note, key) === true) ? found.checkpoint : undefined;
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

function unseenSeals(name: string, cause: PixelisError): SealFinding {
  const message = `a seal that somebody hid on remote '${name}' would not be found: ${cause.message}`;
  const error = new PixelisError(cause.code, message, { hint: cause.hint, data: cause.data, cause });
  return { severity: 'gap', error };
}
