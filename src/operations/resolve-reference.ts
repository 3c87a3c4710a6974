import { PixelisError } from '#errors/index.js';
import { type Digest, digestHex, isDigest, shortDigest } from '#model/digest.js';
import { type Reading, parseReference } from '#model/reference.js';
import type { RepositoryPath } from '#model/repository-path.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { VersionRecord } from '#model/version.js';
import type { Catalog, PointerAt } from '#records/catalog.js';
import { isKnownAbsent } from './known-absent.js';
import type { RepositoryContext } from './repository-context.js';
import { treeSource } from './tree-source.js';
import { isWithin, pathFromTop } from './user-path.js';

/** What a reference names. */
export interface ResolvedReference {
  readonly artifact: string;
  readonly version: number;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Folders only. */
  readonly files?: number;
  readonly executable?: true;
  /** The record of the version; undefined where a pointer was found without it. */
  readonly record: VersionRecord | undefined;
  /** The tracked path, where the reference is one. */
  readonly path: RepositoryPath | undefined;
  /** One file or folder inside it. */
  readonly subpath: TreePath | undefined;
}

/**
 * What a reference names: a version by name, alias or digest, or what a tracked path has, now or at a revision.
 * @throws `reference.invalid`, `reference.not-found` (with the closest candidates), `reference.ambiguous`,
 * `git.revision-not-found`
 */
export async function resolveReference(
  context: RepositoryContext,
  text: string,
  options: TaskOptions = {},
): Promise<ResolvedReference> {
  const { readings, subpath } = parseReference(text);
  const here = context.worktreeCatalog();
  let unknownRevision: unknown;
  let unlikely: ResolvedReference | undefined;
  for (const reading of readings) {
    try {
      const found = await read(context, { reading, here, text }, options);
      if (found === undefined) continue;
      // `train/a@v1.0` may be a file inside `train` that is called so. Where it is not, it is one of a revision.
      if (!text.includes('@') || !(await isNothing(context, found, options))) return withSubpath(found, subpath, text);
      unlikely ??= found;
    } catch (error) {
      // `a@b` may be a path with an @ in its name; the revision matters only if nothing else fits.
      if (!(error instanceof PixelisError && error.code === 'git.revision-not-found')) throw error;
      unknownRevision ??= error;
    }
  }
  if (unlikely !== undefined) return withSubpath(unlikely, subpath, text);
  if (unknownRevision !== undefined) throw unknownRevision;
  throw await notFound(text, here, options);
}

async function isNothing(
  context: RepositoryContext,
  { digest, subpath }: ResolvedReference,
  options: TaskOptions,
): Promise<boolean> {
  return subpath !== undefined && isKnownAbsent(await treeSource(context), { digest, subpath }, options);
}

interface Question {
  readonly reading: Reading;
  readonly here: Catalog;
  readonly text: string;
}

async function read(
  context: RepositoryContext,
  question: Question,
  options: TaskOptions,
): Promise<ResolvedReference | undefined> {
  const { reading, here, text } = question;
  if (reading.kind === 'digest') return findDigest(here, { ...reading, text }, options);
  const catalog = reading.revision === undefined ? here : await context.catalogAt(reading.revision);
  if (reading.kind === 'path') return findPath(context, catalog, { path: reading.path, options });
  const versions = await catalog.versions(reading.artifact, options);
  if (reading.kind === 'latest') {
    return resolved(
      onlyOne(
        versions.filter(({ version }) => version === versions.at(-1)?.version),
        text,
      ),
    );
  }
  if (versions.length === 0) return undefined;
  if (reading.kind === 'version') {
    const found = onlyOne(
      versions.filter(({ version }) => version === reading.version),
      text,
    );
    if (found === undefined) throw noSuchVersion(text, reading.artifact, versions);
    return resolved(found);
  }
  const aliases = await catalog.aliases(reading.artifact, options);
  const target = aliases.get(reading.alias);
  if (target === undefined) throw noSuchAlias(reading.artifact, reading.alias, [...aliases.keys()]);
  return resolved(versions.find(({ version, digest }) => version === target.version && digest === target.digest));
}

function resolved(record: VersionRecord | undefined): ResolvedReference | undefined {
  return record === undefined ? undefined : { ...record, record, path: undefined, subpath: undefined };
}

/** Two branches may both have made a v3: then the number alone says too little. */
function onlyOne(candidates: readonly VersionRecord[], text: string): VersionRecord | undefined {
  if (candidates.length < 2) return candidates[0];
  const spellings = candidates.map(({ artifact, digest }) => `${artifact}@blake3:${shortDigest(digest)}`);
  throw ambiguousReference(text, spellings);
}

async function findDigest(
  catalog: Catalog,
  { digits, artifact, text }: { readonly digits: string; readonly artifact?: string; readonly text: string },
  options: TaskOptions,
): Promise<ResolvedReference | undefined> {
  const found = new Map<Digest, VersionRecord>();
  const records = artifact === undefined ? catalog.allVersions(options) : await catalog.versions(artifact, options);
  for await (const record of records) {
    if (digestHex(record.digest).startsWith(digits)) found.set(record.digest, record);
  }
  if (found.size > 1)
    throw ambiguousReference(
      text,
      [...found.values()].map((record) => `${record.artifact}:v${record.version} (${record.digest})`),
    );
  return resolved([...found.values()][0]);
}

async function findPath(
  context: RepositoryContext,
  catalog: Catalog,
  { path: typed, options }: { readonly path: string; readonly options: TaskOptions },
): Promise<ResolvedReference | undefined> {
  let path: string;
  try {
    path = pathFromTop(context, typed);
  } catch (error) {
    if (error instanceof PixelisError) return undefined;
    throw error;
  }
  const { pointers, broken } = await catalog.pointers(options);
  const pointer = pointers.find(
    (candidate) =>
      candidate.path === path ||
      candidate.pointerPath === path ||
      (candidate.pointer.files !== undefined && isWithin(path, candidate.path)),
  );
  if (pointer !== undefined) return ofPointer(catalog, pointer, { path, options });
  const unreadable = broken.find((candidate) => isWithin(path, candidate.path) || candidate.pointerPath === path);
  if (unreadable !== undefined) throw unreadable.error;
  return undefined;
}

async function ofPointer(
  catalog: Catalog,
  { pointer, path, pointerPath }: PointerAt,
  asked: { readonly path: string; readonly options: TaskOptions },
): Promise<ResolvedReference> {
  const versions = await catalog.versions(pointer.artifact, asked.options);
  const record = versions.find(({ version, digest }) => version === pointer.version && digest === pointer.digest);
  const inside = asked.path === path || asked.path === pointerPath ? undefined : asked.path.slice(path.length + 1);
  return { ...pointer, record, path, subpath: inside as TreePath | undefined };
}

function withSubpath(found: ResolvedReference, subpath: TreePath | undefined, text: string): ResolvedReference {
  const whole = [found.subpath, subpath].filter((part) => part !== undefined).join('/');
  if (whole === '') return found;
  if (found.files !== undefined) return { ...found, subpath: whole as TreePath };
  throw new PixelisError(
    'reference.not-found',
    `'${text}' names something inside '${found.artifact}:v${found.version}', which is a file`,
    {
      hint: `leave out '${whole}'`,
      data: { text },
    },
  );
}

/** The error for a text that fits several versions, each of which is named by one of `candidates`. */
export function ambiguousReference(text: string, candidates: readonly string[]): PixelisError {
  return new PixelisError('reference.ambiguous', `'${text}' fits ${candidates.length} versions`, {
    hint: `say which: ${candidates.slice(0, 5).join(', ')}`,
    data: { text, candidates },
  });
}

function noSuchVersion(text: string, artifact: string, versions: readonly VersionRecord[]): PixelisError {
  const there = [...new Set(versions.map(({ version }) => `v${version}`))];
  return new PixelisError('reference.not-found', `'${text}' does not exist`, {
    hint: `'${artifact}' has ${there.length > 8 ? `${there[0]} to ${there.at(-1)}` : there.join(', ')}`,
    data: { text, artifact, candidates: there },
  });
}

function noSuchAlias(artifact: string, alias: string, aliases: readonly string[]): PixelisError {
  const closest = suggestClosest(alias, aliases);
  return new PixelisError('reference.not-found', `'${artifact}' has no alias '${alias}'`, {
    hint:
      aliases.length === 0
        ? `set it: pixelis alias set ${artifact}:v1 ${alias}`
        : `there are: ${(closest.length > 0 ? closest : aliases).join(', ')}`,
    data: { artifact, alias, candidates: aliases },
  });
}

async function notFound(text: string, catalog: Catalog, options: TaskOptions): Promise<PixelisError> {
  const names = await catalog.artifactNames(options);
  const { pointers } = await catalog.pointers(options);
  const subject = isDigest(text) ? text : (text.split(/[:@]|\/\//, 1)[0] ?? text);
  const candidates = suggestClosest(subject, [...names, ...pointers.map(({ path }) => path)]);
  const isEmpty = names.length === 0 && pointers.length === 0;
  const closest = candidates.length > 0 ? `did you mean ${candidates.join(', ')}?` : 'list what there is: pixelis list';
  return new PixelisError('reference.not-found', `no artifact, version or tracked path is called '${text}'`, {
    hint: isEmpty ? 'nothing is under version yet: pixelis add PATH' : closest,
    data: { text, candidates },
  });
}
