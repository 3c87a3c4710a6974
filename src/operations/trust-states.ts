import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isPixelisError } from '#errors/index.js';
import { configPath, decodeConfig, localConfigPath } from '#format/config.js';
import type { BlobId, Git } from '#git/git.js';
import { type Config, type ConfigLayer, mergeConfig } from '#model/config.js';
import type { RecordChange } from '#model/record-history.js';
import type { TaskOptions } from '#model/task-options.js';
import { type History, readFileChanges } from './read-history.js';

/** What a commit says of whom to trust: whoever changes it decides whose signatures count, or whether any has to. */
export interface TrustState {
  readonly signers: TrustFile;
  readonly revoked: TrustFile;
  readonly openpgp: TrustFile;
  /** `off`, `on`, or the commit from which on every one must be signed. */
  readonly required: string;
}

/**
 * A path below the top of the worktree, with what the commit has there; an absolute one lies outside, and no commit changes
 * it. Undefined where nothing is named.
 */
export type TrustFile = { readonly path: string; readonly blob: BlobId | undefined } | undefined;

/** Files that git's configuration names: the user's own word, which comes first. */
export interface OwnTrustFiles {
  readonly signers: string | undefined;
  readonly revoked: string | undefined;
}

export async function ownTrustFiles(git: Pick<Git, 'configPath'>): Promise<OwnTrustFiles> {
  return {
    signers: await git.configPath('gpg.ssh.allowedSignersFile'),
    revoked: await git.configPath('gpg.ssh.revocationFile'),
  };
}

/** Where the settings lie; the second only in a repository into which somebody forced it. */
const settingsPaths = [configPath, localConfigPath] as const;

/** Files of the repository that say now whom to trust, and the settings, which say which files do. */
export function trustPaths(
  { signatures }: Pick<Config, 'signatures'>,
  own: OwnTrustFiles,
  root: string,
): readonly string[] {
  const named = [...Object.values(signatures), own.signers, own.revoked];
  return [...new Set([...settingsPaths, ...named.flatMap((file) => insideOf(root, file) ?? [])])];
}

export interface TrustStates {
  /** Commits that changed the settings, or a file that they or git's configuration ever named. */
  readonly changedIn: readonly number[];
  /** By number of the commit. */
  at(commit: number): TrustState;
}

/** Reads what each commit says. {@link trustPaths} were watched; other files that the settings ever named are read here. */
export async function readTrustStates(
  git: Git,
  { history, own }: { readonly history: History; readonly own: OwnTrustFiles },
  options: TaskOptions,
): Promise<TrustStates> {
  const { root } = git.places;
  const layers = await readSettings(git, history, options);
  const named = [...layers.values()].flatMap((signatures) => trustPaths(mergeConfig([signatures]), own, root));
  const unread = [...new Set(named)].filter((path) => !history.watched.has(path));
  const others = unread.length === 0 ? [] : await readFileChanges(git, { ...history, paths: unread }, options);
  const changes = new Map([...history.watched, ...others]);
  const blobs = new Map([...changes].map(([path, made]) => [path, blobsOf(history, made)]));

  const fileAt = (commit: number, name: string | undefined): TrustFile => {
    if (name === undefined) return undefined;
    const path = insideOf(root, name);
    return path === undefined
      ? { path: resolve(root, name), blob: undefined }
      : { path, blob: blobs.get(path)?.[commit] };
  };
  return {
    changedIn: [...new Set([...changes.values()].flat().map(({ commit }) => commit))].sort((one, other) => one - other),
    at(commit) {
      const found = settingsPaths.flatMap((path) => layers.get(blobs.get(path)?.[commit] ?? '') ?? []);
      const { signatures, audit } = mergeConfig(found);
      return {
        signers: fileAt(commit, own.signers ?? signatures.allowedSigners),
        revoked: fileAt(commit, own.revoked ?? signatures.revokedKeys),
        openpgp: fileAt(commit, signatures.openpgpKeys),
        required: audit.requireSigned,
      };
    },
  };
}

/** Path below the top of the worktree; undefined where it lies elsewhere. */
function insideOf(root: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const inside = relative(root, resolve(root, file));
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    ? undefined
    : inside.replaceAll(sep, '/');
}

/** What each content of the settings says of signatures; what cannot be read says nothing. */
async function readSettings(
  git: Git,
  { watched }: History,
  options: TaskOptions,
): Promise<ReadonlyMap<string, Pick<ConfigLayer, 'signatures' | 'audit'>>> {
  const changes = settingsPaths.flatMap((path) => watched.get(path) ?? []);
  const ids = new Set(changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat() as BlobId[]));
  const layers = new Map<string, Pick<ConfigLayer, 'signatures' | 'audit'>>();
  for await (const { id, bytes } of git.readBlobs(ids, { ...options, onUnreadable: () => undefined })) {
    try {
      const { signatures, audit } = decodeConfig(bytes, configPath);
      layers.set(id, { ...(signatures && { signatures }), ...(audit && { audit }) });
    } catch (error) {
      if (!isPixelisError(error)) throw error;
    }
  }
  return layers;
}

/** The blob of one file in each commit: what the commit changed, or what its parent had. */
function blobsOf({ commits, parents }: History, changes: readonly RecordChange[]): readonly (BlobId | undefined)[] {
  const byCommit = new Map<number, Map<number, RecordChange>>();
  const blobs: (BlobId | undefined)[] = [];
  for (const change of changes) {
    byCommit.set(
      change.commit,
      (byCommit.get(change.commit) ?? new Map<number, RecordChange>()).set(change.parent, change),
    );
  }
  for (const commit of commits.keys()) {
    const made = byCommit.get(commit);
    const [first] = made?.values() ?? [];
    if (first !== undefined) blobs[commit] = first.after as BlobId | undefined;
    else {
      const parent = parents[commit]?.find((number) => number >= 0);
      blobs[commit] = parent === undefined ? undefined : blobs[parent];
    }
  }
  return blobs;
}
