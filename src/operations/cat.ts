import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionId } from '#schema/index.js';
import { noteInput } from './active-run.js';
import { bringContent, refusePurged } from './bring-content.js';
import type { RepositoryContext } from './repository-context.js';
import { type ResolvedReference, resolveReference } from './resolve-reference.js';

export interface CatContent {
  readonly version: VersionId;
  readonly subpath?: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * One file of a version, checked while it is read; fetched first where the cache lacks it.
 * @throws `reference.invalid` where it is a folder or a link; `reference.not-found`; `object.missing`; `object.purged`
 */
export async function cat(
  context: RepositoryContext,
  reference: string,
  options: TaskOptions & { readonly remote?: string | undefined } = {},
): Promise<CatContent> {
  const found = await resolveReference(context, reference, options);
  const { artifact, version, digest, subpath } = found;
  const { content, tombstones, letGo } = await bringContent(context, found, options);
  if (content.kind === 'folder') {
    const inside = subpath === undefined ? '//' : `//${subpath}/`;
    throw new PixelisError('reference.invalid', `'${reference}' is a folder`, {
      hint: `name a file in it, such as ${artifact}:v${version}${inside}${firstName(content.entries, subpath)}`,
      data: { reference },
    });
  }
  const { entry } = content;
  refusePurged(found, entry.digest, tombstones);
  const cache = await context.cache();
  if (entry.kind === 'symlink') {
    const target = Buffer.from(await cache.read(entry.digest, options)).toString();
    throw new PixelisError('reference.invalid', `'${reference}' is a symbolic link to '${target}'`, {
      hint: 'name the file that it points at',
      data: { reference, target },
    });
  }
  await refuseMissing(context, { found, digest: entry.digest, size: entry.size, letGo }, options);
  noteInput(context, { artifact, version, digest });
  return {
    version: { artifact, version, digest },
    ...(subpath === undefined ? {} : { subpath }),
    size: entry.size,
    bytes: cache.stream(entry.digest, options),
  };
}

interface Wanted {
  readonly found: ResolvedReference;
  readonly digest: Digest;
  readonly size: number;
  readonly letGo: PixelisError | undefined;
}

/** Said now: once bytes flow, it is too late for another exit code. */
export async function refuseMissing(
  context: RepositoryContext,
  { found, digest, size, letGo }: Wanted,
  options: TaskOptions,
): Promise<void> {
  const cache = await context.cache();
  if ((await cache.missing([digest], { signal: options.signal, sizeOf: () => size })).size === 0) return;
  if (letGo !== undefined) throw letGo;
  const { artifact, version, subpath } = found;
  const what = `${artifact}:v${version}${subpath === undefined ? '' : `//${subpath}`}`;
  throw new PixelisError('object.missing', `'${what}' is neither in the cache nor in the remote`, {
    hint: 'push it from where it was added',
    data: { artifact, version, digest },
  });
}

function firstName(entries: readonly { readonly path: string }[], subpath = ''): string {
  const [first] = entries;
  return first === undefined ? 'NAME' : first.path.slice(subpath === '' ? 0 : subpath.length + 1);
}
