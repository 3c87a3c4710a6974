import { PixelisError } from '#errors/index.js';
import { decodeSealEntry, splitSealLines } from '#format/seal-entries.js';
import { type Checkpoint, decodeCheckpoint, decodeNote, type SignedNote } from '#format/signed-note.js';
import type { BlobId, CommitId, Git, GitCommit } from '#git/git.js';
import { type GrowingTree, growingTree, hashLeaf } from '#model/merkle-tree.js';
import { isSealedState, type SealEntry, stateKey } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import { decodeNoteKey, isSignedBy, type NoteKey } from './note-key.js';
import { sha256 } from './sha256.js';

/** Where the newest seal is, a commit made from the one before it. */
export const sealsRef = 'refs/pixelis/seals';

/**
 * The files of a seal's commit. `entries/<20 digits>` are the leaves from that one on, a line each; they stay as they are,
 * and each seal adds some. `keys` are the keys that signed, a line each.
 */
export const sealFiles = { checkpoint: 'checkpoint', keys: 'keys', entries: 'entries/' } as const;

export interface Seal {
  readonly commit: CommitId;
  /** Of several: two chains were joined here, and the tree goes on from the first. */
  readonly parents: readonly CommitId[];
  readonly checkpoint: Checkpoint;
  /** The checkpoint with its signatures. */
  readonly note: string;
  /** The keys with which it is rightly signed, among those that the chain names. */
  readonly signers: readonly NoteKey[];
  /** What this seal added. */
  readonly entries: readonly SealEntry[];
}

/** Seals that follow from each other, checked: every root follows from the entries, and nothing but entries was added. */
export interface SealChain {
  readonly newest: Seal;
  /** Each after those it is made from. Also what was joined: the newest tree goes through {@link SealChain.line}. */
  readonly seals: ReadonlyMap<CommitId, Seal>;
  /** The seals whose trees are one another's beginnings, the oldest first. */
  readonly line: readonly Seal[];
  readonly keys: readonly NoteKey[];
}

export const fileLimitBytes = 64 << 20;

/** @throws `seal.broken` where anything in the chain is not as `audit seal` writes it */
export async function readSealChain(git: Git, tip: CommitId, options: TaskOptions = {}): Promise<SealChain> {
  const commits = await commitsOf(git, tip, options);
  const contents = await contentsOf(git, commits, options);
  const states = new Map<CommitId, ChainState>();
  for (const commit of commits) states.set(commit.id, stateAfter(commit, { states, contents }));
  const seals = new Map([...states].map(([id, { seal }]) => [id, seal]));
  const newest = states.get(tip) as ChainState;
  return { newest: newest.seal, seals, line: lineOf(newest), keys: newest.keys };
}

interface ChainState {
  readonly seal: Seal;
  readonly before: ChainState | undefined;
  readonly tree: GrowingTree;
  readonly keys: readonly NoteKey[];
}

/** All commits of the chain, each after those it is made from, whatever their dates say. */
async function commitsOf(git: Git, tip: CommitId, options: TaskOptions): Promise<readonly GitCommit[]> {
  const byId = new Map<CommitId, GitCommit>();
  for await (const commit of git.log({ from: [tip], scopes: [{}] }, options)) byId.set(commit.id, commit);
  const ordered = new Set<GitCommit>();
  const open: CommitId[] = [tip];
  for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
    const commit = byId.get(id);
    if (commit === undefined) throw broken(id, 'is not here, or changes nothing');
    const missing = commit.parents.filter((parent) => !ordered.has(byId.get(parent) as GitCommit));
    if (missing.length === 0) {
      ordered.add(commit);
      open.pop();
    } else {
      open.push(...missing);
    }
  }
  return [...ordered];
}

async function contentsOf(
  git: Git,
  commits: readonly GitCommit[],
  options: TaskOptions,
): Promise<ReadonlyMap<BlobId, string>> {
  const blobs = commits.flatMap(({ changes }) => changes.flatMap(({ after }) => after ?? []));
  const contents = new Map<BlobId, string>();
  for await (const { id, bytes } of git.readBlobs(blobs, { ...options, limitBytes: fileLimitBytes })) {
    contents.set(id, Buffer.from(bytes).toString('utf8'));
  }
  return contents;
}

interface ChainSoFar {
  readonly states: ReadonlyMap<CommitId, ChainState>;
  readonly contents: ReadonlyMap<BlobId, string>;
}

function stateAfter(commit: GitCommit, { states, contents }: ChainSoFar): ChainState {
  const { id, parents, changes } = commit;
  const before = parents[0] === undefined ? undefined : states.get(parents[0]);
  const tree = before?.tree.copy() ?? growingTree(sha256);
  const entries: SealEntry[] = [];
  const changed = new Map<string, string>();
  for (const { path, after } of changes) {
    const text = after === undefined ? undefined : contents.get(after);
    if (text === undefined) throw broken(id, `takes '${path}' away`);
    if (!path.startsWith(sealFiles.entries)) changed.set(path, text);
    else if (path !== entriesPath(tree.size)) throw broken(id, `changes '${path}', which was sealed before`);
    else {
      for (const line of splitSealLines(text)) {
        entries.push(decodeSealEntry(line));
        tree.append(hashLeaf(sha256, Buffer.from(line)));
      }
    }
  }
  const note = changed.get(sealFiles.checkpoint);
  const keys = changed.has(sealFiles.keys) ? keysIn(changed.get(sealFiles.keys) ?? '') : (before?.keys ?? []);
  changed.delete(sealFiles.checkpoint);
  changed.delete(sealFiles.keys);
  if (note === undefined || changed.size > 0) throw broken(id, 'is no seal');
  const seal: Seal = { commit: id, parents, note, entries, ...checkedNote(note, { id, tree, keys, before }) };
  const state: ChainState = { seal, before, tree, keys };
  for (const parent of parents.slice(1)) requireJoined(state, states.get(parent) as ChainState);
  return state;
}

function checkedNote(
  text: string,
  { id, tree, keys, before }: Pick<ChainState, 'tree' | 'keys' | 'before'> & { readonly id: CommitId },
): Pick<Seal, 'checkpoint' | 'signers'> {
  const note: SignedNote = decodeNote(text);
  const checkpoint = decodeCheckpoint(note.text);
  if (checkpoint.size !== tree.size || Buffer.compare(checkpoint.root, tree.root) !== 0) {
    throw broken(id, `has ${tree.size} entries that do not lead to its root over ${checkpoint.size}`);
  }
  if (before !== undefined && before.seal.checkpoint.origin !== checkpoint.origin) {
    throw broken(id, `says to be of '${checkpoint.origin}', and the one before it of another log`);
  }
  const signers = keys.filter((key) => {
    const isSigned = isSignedBy(note, key);
    if (isSigned === false) throw broken(id, `has a signature of '${key.name}' over other bytes`);
    return isSigned;
  });
  return { checkpoint, signers };
}

/** The path of the entries from leaf number `start` on. */
export function entriesPath(start: number): string {
  return sealFiles.entries + String(start).padStart(20, '0');
}

function keysIn(text: string): readonly NoteKey[] {
  return splitSealLines(text).map((line) => decodeNoteKey(line));
}

/** What the other chain sealed must be sealed in the one that goes on, too. */
function requireJoined(state: ChainState, other: ChainState): void {
  const line = lineOf(state);
  const known = new Set(line);
  const keys = new Set(line.flatMap(({ entries }) => entries.map(joinKey)));
  for (const seal of lineOf(other)) {
    const lost = known.has(seal) ? undefined : seal.entries.find((entry) => !keys.has(joinKey(entry)));
    if (lost !== undefined) throw broken(state.seal.commit, `leaves out what '${seal.commit}' had sealed`);
  }
}

/** States are the same by what they are; which commit brought one may be told differently. */
export function joinKey(entry: SealEntry): string {
  return isSealedState(entry) ? stateKey(entry) : JSON.stringify(entry);
}

function lineOf(state: ChainState): readonly Seal[] {
  const line: Seal[] = [];
  for (let at: ChainState | undefined = state; at !== undefined; at = at.before) line.push(at.seal);
  return line.reverse();
}

function broken(commit: CommitId, what: string): PixelisError {
  return new PixelisError('seal.broken', `seal '${commit}' ${what}`, {
    hint: `see how it came here: git log --stat ${commit}`,
    data: { commit },
  });
}
