import { randomBytes } from 'node:crypto';
import { encodeSealEntry } from '#format/seal-entries.js';
import { encodeCheckpoint, encodeNote } from '#format/signed-note.js';
import type { CommitId } from '#git/git.js';
import { growingTree, hashLeaf } from '#model/merkle-tree.js';
import type { SealEntry } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import { encodeNoteKey, noteKey, publicKeyOf, signNote } from '#seals/note-key.js';
import { entriesPath, sealFiles } from '#seals/seal-chain.js';
import { ownSealKey } from '#seals/seal-key.js';
import { sha256 } from '#seals/sha256.js';
import type { SealGround } from './join-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { entriesOf } from './sealed-trail.js';

/** So many leaves lie in one file. */
const linesInFile = 50_000;

/** Writes the commit of a seal; no ref stands at it yet. */
export async function writeSeal(
  { git, environment }: RepositoryContext,
  { ground, addition }: { readonly ground: SealGround; readonly addition: readonly SealEntry[] },
  options: TaskOptions,
): Promise<CommitId> {
  const { chain, parents } = ground;
  const tree = growingTree(sha256);
  const append = (entries: readonly SealEntry[]): readonly string[] => {
    const lines = entries.map(encodeSealEntry);
    for (const line of lines) tree.append(hashLeaf(sha256, Buffer.from(line)));
    return lines;
  };
  append(entriesOf(chain));
  const files = new Map<string, string>();
  for (let at = 0; at < addition.length; at += linesInFile) {
    const path = entriesPath(tree.size);
    files.set(path, `${append(addition.slice(at, at + linesInFile)).join('\n')}\n`);
  }
  const origin = chain?.newest.checkpoint.origin ?? `pixelis.dev/seals/${randomBytes(16).toString('hex')}`;
  const privateKey = await ownSealKey(environment);
  const key = noteKey(origin, publicKeyOf(privateKey));
  const text = encodeCheckpoint({ origin, size: tree.size, root: tree.root });
  files.set(sealFiles.checkpoint, encodeNote({ text, signatures: [signNote(text, origin, privateKey)] }));
  const keys = chain?.keys ?? [];
  if (!keys.some(({ keyId }) => keyId === key.keyId)) {
    files.set(sealFiles.keys, [...keys, key].map((one) => `${encodeNoteKey(one)}\n`).join(''));
  }
  // The checkpoint again: who signs the commit signs it, and that can be checked with nothing but the commit.
  const message = `seal of ${tree.size} entries\n\n${text}`;
  const signed = isTrue(await git.configValue('commit.gpgsign'));
  return git.writeCommit({ files, parents, message, signed }, options);
}

/** As git reads a setting; without a value it is true. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:|true|yes|on|[1-9]\d*)$/i.test(value);
}
