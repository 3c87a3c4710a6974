import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { UsedVersion, VersionId, VersionSummary } from '#schema/index.js';
import type { Repository } from '../repository.js';

/** A version that a program uses. What the cache lacks is fetched from the remote. */
export interface UsedArtifact extends VersionSummary {
  /** As what it is used. */
  readonly role?: string;
  /**
   * Where its file or folder lies, to be read: where the worktree has it unchanged, else a copy in a temporary folder, which
   * goes with the run or with the manager.
   */
  path(): Promise<string>;
  /** Its bytes, all at once; `subpath` names a file inside a folder. @throws `object.corrupt` */
  bytes(subpath?: string): Promise<Buffer>;
  /** Its content, read as JSON. */
  json(subpath?: string): Promise<unknown>;
}

/** Where versions are brought to that lie nowhere else. */
export interface Shelf extends AsyncDisposable {
  use(repository: Repository, used: UsedVersion, options: TaskOptions): Promise<UsedArtifact>;
}

/** A shelf in a temporary folder, which is made when it is needed and removed when the shelf is disposed of. */
export function openShelf(): Shelf {
  let folder: Promise<string> | undefined;
  let placed = 0;
  return {
    async use(repository, { role, ...id }, options) {
      const reference = exactReference(id);
      const { version, paths } = await repository.show(reference, options);
      let path: Promise<string> | undefined;
      const place = async () => {
        const tracked = await unchangedPath(repository, { paths, digest: id.digest }, options);
        if (tracked !== undefined) return tracked;
        folder ??= mkdtemp(join(tmpdir(), 'pixelis-'));
        const output = join(await folder, String((placed += 1)), version.artifact);
        const { problems } = await repository.get(reference, { ...options, output });
        const [problem] = problems;
        if (problem !== undefined) throw incomplete(id, problem);
        return output;
      };
      const bytes = async (subpath?: string) => {
        const file = subpath === undefined ? reference : `${reference}//${subpath}`;
        const chunks: Uint8Array[] = [];
        for await (const chunk of (await repository.cat(file, options)).bytes) chunks.push(chunk);
        return Buffer.concat(chunks);
      };
      return {
        ...version,
        ...(role === undefined ? {} : { role }),
        path: () => (path ??= place()),
        bytes,
        json: async (subpath) => JSON.parse((await bytes(subpath)).toString('utf8')) as unknown,
      };
    },
    async [Symbol.asyncDispose]() {
      const made = await folder;
      folder = undefined;
      if (made !== undefined) await rm(made, { recursive: true, force: true });
    },
  };
}

/** `REF`, or `REF=ROLE`. Two branches may have given one number away twice: the digest says which version is meant. */
export function exactReference({ artifact, digest, role }: Pick<UsedVersion, 'artifact' | 'digest' | 'role'>): string {
  return `${artifact}@${digest}${role === undefined ? '' : `=${role}`}`;
}

async function unchangedPath(
  repository: Repository,
  { paths, digest }: { readonly paths: readonly string[]; readonly digest: string },
  options: TaskOptions,
): Promise<string | undefined> {
  const places = paths.map((path) => join(repository.root, path));
  if (places.length === 0) return undefined;
  const status = await repository.status(places, options);
  const unchanged = status.paths.find((path) => path.worktree === 'unchanged' && path.digest === digest);
  return unchanged === undefined ? undefined : join(repository.root, unchanged.path);
}

function incomplete({ artifact, version }: VersionId, problem: { readonly message: string; readonly hint?: string }) {
  return new PixelisError('object.missing', `'${artifact}:v${version}' could not be placed: ${problem.message}`, {
    hint: problem.hint,
    data: { artifact, version },
  });
}
