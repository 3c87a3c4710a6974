import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diskError, isDiskError, isPixelisError, PixelisError } from '#errors/index.js';
import { runRecordPath } from '#format/run-record.js';
import { encodeSealProof } from '#format/seal-proof.js';
import { encodeSealEntry } from '#format/seal-entries.js';
import { type Checkpoint, decodeCheckpoint, decodeNote } from '#format/signed-note.js';
import { versionRecordPath } from '#format/version-record.js';
import type { BlobId } from '#git/git.js';
import { consistencyProof, hashLeaf, inclusionProof, rootOf } from '#model/merkle-tree.js';
import { isRunId } from '#model/run.js';
import type { SealedState } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ProveResult, SealProofFile } from '#schema/index.js';
import { encodeNoteKey } from '#seals/note-key.js';
import { fileLimitBytes, type SealChain } from '#seals/seal-chain.js';
import { sha256 } from '#seals/sha256.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';
import { entriesOf, ownSeals, sealedTrail } from './sealed-trail.js';

export interface ProveRequest extends TaskOptions {
  /** File with a checkpoint that somebody kept: the proof then shows that the newest one grew out of it. */
  readonly since?: string | undefined;
  /** File to write the proof to. Both are relative to where the user stands. */
  readonly output?: string | undefined;
}

/**
 * A proof that the record of a version or run is under the newest seal.
 * @throws `seal.not-found` where it is not; `reference.*`, `seal.broken`
 */
export async function proveSealed(
  context: RepositoryContext,
  reference: string,
  { since, output, ...options }: ProveRequest = {},
): Promise<ProveResult> {
  const at = (file: string): string => resolve(context.git.places.root, context.folder, file);
  const earlier = since === undefined ? undefined : await readCheckpoint(at(since));
  const path = await recordPathOf(context, reference, options);
  const chain = await ownSeals(context.git, options);
  if (chain === undefined) throw notSealed('there is no seal in this clone');
  const found = recordUnderSeal(chain, path);
  const blob = found.state.blob as BlobId;
  let content = '';
  for await (const { bytes } of context.git.readBlobs([blob], { ...options, limitBytes: fileLimitBytes })) {
    content = Buffer.from(bytes).toString('utf8');
  }
  const { newest } = chain;
  const entries = entriesOf(chain).map(encodeSealEntry);
  const leaves = entries.map((entry) => hashLeaf(sha256, Buffer.from(entry)));
  const last = entries.length - 1;
  const commit = await signedCommit(context, chain, options);
  const proof: SealProofFile = {
    pixelis: 1,
    kind: 'seal-proof',
    entry: entries[found.index] as string,
    content,
    index: found.index,
    path: base64(inclusionProof(sha256, leaves, found.index)),
    sealed: { entry: entries[last] as string, path: base64(inclusionProof(sha256, leaves, last)) },
    checkpoint: newest.note,
    keys: newest.signers.map(encodeNoteKey),
    ...(commit === undefined ? {} : { commit }),
    ...(earlier === undefined ? {} : { since: growth(leaves, earlier) }),
  };
  if (output !== undefined) await writeProof(at(output), proof);
  const written = output === undefined ? {} : { output };
  return { pixelis: 1, command: 'audit prove', record: path, ...written, proof, problems: [], warnings: [] };
}

async function readCheckpoint(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!isDiskError(error, 'ENOENT')) throw diskError(error, file);
    throw new PixelisError('path.not-found', `file '${file}' does not exist`, { data: { path: file } });
  }
}

async function writeProof(file: string, proof: SealProofFile): Promise<void> {
  try {
    await writeFile(file, encodeSealProof(proof));
  } catch (error) {
    throw diskError(error, file);
  }
}

async function recordPathOf(context: RepositoryContext, reference: string, options: TaskOptions): Promise<string> {
  try {
    return versionRecordPath(await resolveReference(context, reference, options));
  } catch (error) {
    if (!isPixelisError(error, 'reference.not-found') || !isRunId(reference)) throw error;
    if ((await context.worktreeCatalog().run(reference, options)) === undefined) throw error;
    return runRecordPath(reference);
  }
}

function recordUnderSeal(chain: SealChain, path: string): { readonly index: number; readonly state: SealedState } {
  const sealed = [...sealedTrail(entriesOf(chain)).records].filter(([, record]) => record.path === path);
  const [first] = sealed;
  if (first === undefined) throw notSealed(`'${path}' is under no seal`);
  if (sealed.length > 1) {
    throw new PixelisError('record.contradicted', `'${path}' was sealed ${sealed.length} times with other bytes`, {
      hint: `see who changed it: git log --all -- ${path}`,
      data: { path },
    });
  }
  return { index: first[0], state: first[1] };
}

function notSealed(what: string): PixelisError {
  return new PixelisError('seal.not-found', what, { hint: 'commit, then seal what is there: pixelis audit seal' });
}

/** Bytes of the commit that holds the newest seal, where it carries a signature. */
async function signedCommit(
  { git }: RepositoryContext,
  { newest }: SealChain,
  options: TaskOptions,
): Promise<string | undefined> {
  for await (const { bytes } of git.readCommits([newest.commit], options)) {
    const text = Buffer.from(bytes ?? []).toString('latin1');
    if (/^gpgsig(?:-sha256)? /m.test(text.slice(0, text.indexOf('\n\n'))))
      return Buffer.from(text, 'latin1').toString('base64');
  }
  return undefined;
}

function growth(leaves: readonly Uint8Array[], since: string): NonNullable<SealProofFile['since']> {
  const { size, root } = checkpointIn(since);
  if (size <= leaves.length && Buffer.compare(rootOf(sha256, leaves.slice(0, size)), root) === 0) {
    return { checkpoint: since, path: base64(consistencyProof(sha256, leaves, size)) };
  }
  throw new PixelisError(
    'seal.broken',
    `the seals of this clone did not grow out of that checkpoint over ${size} entries`,
    {
      hint: 'one of the two is of another list, or was rewritten: compare with another clone',
      data: { size },
    },
  );
}

/** The checkpoint in a note, or one without signatures. @throws `seal.broken` */
export function checkpointIn(text: string): Checkpoint {
  return decodeCheckpoint(text.includes('\n\n') ? decodeNote(text).text : text);
}

function base64(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('base64'));
}
