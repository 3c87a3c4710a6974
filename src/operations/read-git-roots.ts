import { isPixelisError, type PixelisError, throwIfInterrupted } from '#errors/index.js';
import { decodeAliases } from '#format/aliases.js';
import { type NamesInFile, namesInFile } from '#format/names-in-file.js';
import { artifactsFolder } from '#format/version-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId, CommitId, Git, GitFile } from '#git/git.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { digestBytes, writeDigest } from '#model/digest.js';
import { DigestIndex } from '#store/digest-index.js';
import type { RootNames } from './root-names.js';
import { type IgnoredRoots, readingRepository, readingRoot } from './root-unreadable.js';

/** Ids of blobs that were read, 44 bytes each. */
export interface SeenBlobs {
  readonly count: number;
  has(id: BlobId): boolean;
  add(id: BlobId): void;
}

export interface ReadRoots {
  readonly names: RootNames;
  readonly ignored: IgnoredRoots;
  /** Files of worktrees whose names were added: most blobs of git have the same bytes as one of these. */
  readonly contents: SeenContents;
}

/** Contents of files, 44 bytes each. */
export interface SeenContents {
  has(bytes: Uint8Array): boolean;
  add(bytes: Uint8Array): void;
}

export async function seenContents(): Promise<SeenContents> {
  const hasher = await loadHasher();
  const digests = new DigestIndex();
  const row = new Uint8Array(digestBytes);
  const rowOf = (bytes: Uint8Array): Uint8Array => {
    writeDigest(hashBytes(bytes, hasher), row);
    return row;
  };
  return {
    has: (bytes) => digests.find(rowOf(bytes)) >= 0,
    add: (bytes) => void digests.add(rowOf(bytes)),
  };
}

/** Reads every blob that git can still give and that was not seen yet. @throws `gc.root-unreadable` */
export async function readGitBlobs(
  git: Git,
  { names, ignored, contents, seen }: ReadRoots & { readonly seen: SeenBlobs },
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const repository = git.places.commonFolder;
  await readingRepository(repository, async () => {
    const skips = (id: BlobId): boolean => seen.has(id);
    for await (const { id, bytes } of git.allBlobs({ limitBytes: recordLimitBytes, skips, signal })) {
      if (!contents.has(bytes)) {
        const found = await readingRoot({ root: id, repository }, ignored, () =>
          namesInFile(bytes, `git's blob ${id}`),
        );
        if (found !== undefined) names.add(found);
      }
      seen.add(id);
      if (seen.count % 1000 === 0) onProgress?.({ phase: 'history', doneItems: seen.count });
    }
  });
}

export function seenBlobs(): SeenBlobs {
  const ids = new DigestIndex();
  const row = new Uint8Array(32);
  const fill = (id: BlobId): Uint8Array => {
    row.fill(0);
    row.set(Buffer.from(id, 'hex'));
    return row;
  };
  return {
    get count() {
      return ids.size;
    },
    has: (id) => ids.find(fill(id)) >= 0,
    add: (id) => void ids.add(fill(id)),
  };
}

/**
 * Keeps what pointers use, and aliases name, at the head of any branch or tag and in the index and HEAD of any worktree.
 * What cannot be read, and is no head or in none any more, was removed and pruned meanwhile.
 * @throws `gc.root-unreadable`
 */
export async function keepWhatHeadsUse(
  git: Git,
  { names }: { readonly names: Pick<RootNames, 'keep'> },
  options: TaskOptions,
): Promise<void> {
  const repository = git.places.commonFolder;
  const { signal } = options;
  await readingRepository(repository, async () => {
    const files = await usedFiles(git, { signal });
    const unreadable = new Map<BlobId, PixelisError>();
    const onUnreadable = (id: BlobId, error: PixelisError): void => void unreadable.set(id, error);
    const reading = { signal, limitBytes: recordLimitBytes, onUnreadable };
    for await (const { id, bytes } of git.readBlobs(files.keys(), reading)) {
      keepWhatFileUses(names, { path: (files.get(id) as GitFile).path, bytes });
    }
    if (unreadable.size === 0) return;
    const stillUsed = await usedFiles(git, { signal });
    for (const [id, error] of unreadable) if (stillUsed.has(id)) throw error;
  });
}

/** Pointers and aliases, by their blobs. */
async function usedFiles(git: Git, { signal }: TaskOptions): Promise<ReadonlyMap<BlobId, GitFile>> {
  const files = new Map<BlobId, GitFile>();
  const heads = await headsNow(git, { signal });
  // Also those that are added on the way.
  for (const commit of heads) {
    throwIfInterrupted(signal);
    try {
      for (const scope of usedScopes) {
        for (const file of await git.listFiles(commit, scope, { signal })) files.set(file.blob, file);
      }
    } catch (error) {
      const now = await headsNow(git, { signal });
      if (!isPixelisError(error, 'git.failed') || now.has(commit)) throw error;
      for (const head of now) heads.add(head);
    }
  }
  for (const scope of usedScopes) {
    for (const file of await git.listStagedFiles(scope, { signal })) files.set(file.blob, file);
  }
  return files;
}

async function headsNow(git: Git, { signal }: TaskOptions): Promise<Set<CommitId>> {
  const worktrees = await git.listWorktrees({ signal });
  return new Set([
    ...(await git.listRefs({ signal })).map(({ commit }) => commit),
    ...worktrees.flatMap(({ head }) => head ?? []),
  ]);
}

const aliasesName = '/aliases.yaml';
const usedScopes = [{ suffix: pointerSuffix }, { folder: artifactsFolder, suffix: aliasesName }];

interface UsedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What it names, for whoever knows. */
  readonly found?: NamesInFile | undefined;
}

/** Keeps what a pointer, or the aliases of an artifact, name as long as they stand there. */
export function keepWhatFileUses(names: Pick<RootNames, 'keep'>, { path, bytes, found }: UsedFile): void {
  if (path.endsWith(pointerSuffix)) {
    const used = found ?? usedBy(bytes, path);
    for (const { digest } of used?.versions ?? []) names.keep(digest, 'in-use');
    for (const digest of used?.mentions ?? []) names.keep(digest, 'in-use');
  } else if (path.startsWith(`${artifactsFolder}/`) && path.endsWith(aliasesName)) {
    for (const { digest } of aliasesIn(bytes, path)) names.keep(digest, 'alias');
  }
}

/** What cannot be decoded was told of when it was read as a root, or is to be done without. */
function usedBy(bytes: Uint8Array, path: string) {
  try {
    return namesInFile(bytes, path);
  } catch (error) {
    if (isPixelisError(error)) return undefined;
    throw error;
  }
}

function aliasesIn(bytes: Uint8Array, path: string) {
  try {
    return [...decodeAliases(bytes, path).values()];
  } catch (error) {
    if (!isPixelisError(error)) throw error;
    return (usedBy(bytes, path)?.mentions ?? []).map((digest) => ({ digest }));
  }
}
