import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { CopyResult } from '#store/copy-objects.js';
import { fetchContent, type FetchContentOptions } from '#store/fetch-content.js';
import type { Content } from '#store/push-content.js';
import { registerFetch } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { trashOfRemote } from './restore-from-trash.js';

export interface Fetched extends CopyResult {
  /** Says that something came out of the remote's trash. */
  readonly warning: PixelisError | undefined;
}

/**
 * Copies files and folders into the cache, and says on the remote that this clone needs them before it looks for them there.
 * What the remote lacks it may have in its trash. Nobody is asked where nothing is lacking.
 */
export async function fetchFromRemote(
  context: RepositoryContext,
  remote: Remote,
  wanted: Content & Omit<FetchContentOptions, 'beforeSource'>,
): Promise<Fetched> {
  const { signal } = wanted;
  const cache = await context.cache();
  const needs = { blobs: wanted.blobs?.keys() ?? new Set<Digest>(), roots: new Set(wanted.roots) };
  let registration: Promise<boolean> | undefined;
  const fetchOf = (source: Remote['store']): Promise<CopyResult> =>
    fetchContent(source, cache, {
      ...wanted,
      roots: needs.roots,
      beforeSource: async () => void (await (registration ??= registerFetch(context, remote, { needs, signal }))),
    });

  let result = await fetchOf(remote.store);
  if (result.missing.length === 0) return { ...result, warning: undefined };
  const trash = await trashOfRemote(context, remote, { signal });
  let found = 0;
  // A tree that lies there may list what lies here, and the other way round.
  for (let before = -1; before < found && result.missing.length > 0; ) {
    before = found;
    for (const run of trash) {
      const { copied } = await fetchOf(run.store);
      found += copied.objects;
      result = withCopied(result, copied);
    }
    if (found > before) result = withCopied(await fetchOf(remote.store), result.copied);
  }
  return { ...result, warning: found === 0 ? undefined : fromTrash(remote, found) };
}

function withCopied(result: CopyResult, { objects, bytes }: CopyResult['copied']): CopyResult {
  return { ...result, copied: { objects: result.copied.objects + objects, bytes: result.copied.bytes + bytes } };
}

function fromTrash({ name }: Remote, objects: number): PixelisError {
  const what = objects === 1 ? 'an object' : `${objects} objects`;
  return new PixelisError('gc.from-trash', `remote '${name}' has ${what} of this in its trash only`, {
    hint: `bring it back for everybody: pixelis push, or pixelis gc undo --remote=${name}`,
    data: { remote: name, objects },
  });
}
