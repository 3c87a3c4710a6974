import { randomUUID } from 'node:crypto';
import { writeFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { diskError, PixelisError, problemOf } from '#errors/index.js';
import { versionRecordPath } from '#format/version-record.js';
import { isAliasName } from '#model/alias.js';
import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Problem } from '#schema/index.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { type IgnoreRules, openIgnoreRules } from '#worktree/ignore-rules.js';
import { scanWorktree } from '#worktree/scan.js';
import type { MadeBy } from './add-steps.js';
import { parentsOf, uniqueParents, unusable } from './add-plan.js';
import { tombstonesHere, type Tombstones } from './known-tombstones.js';
import { identifyArtifact } from './name-artifact.js';
import { plainMetadata } from './plain-metadata.js';
import { recordVersion } from './record-version.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';
import type { Content } from './content-request.js';
import { storeContent } from './store-content.js';
import { writeAliases } from './write-aliases.js';

/** Content that becomes a version; as the public `ArtifactContent`. */
export interface LoggedContent {
  readonly name: string;
  readonly type?: string | undefined;
  readonly data?: unknown;
  readonly path?: string | undefined;
  readonly parents?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/**
 * Keeps content as a version that no pointer in the worktree names: bytes into the cache, a record for git.
 * @throws `usage.invalid-argument`, `name.*`, `path.not-found`, `reference.not-found`
 */
export async function logArtifact(
  context: RepositoryContext,
  { logged, madeBy }: { readonly logged: LoggedContent; readonly madeBy: MadeBy },
  options: TaskOptions,
): Promise<{ readonly version: UsedVersion; readonly warnings: readonly Problem[] }> {
  for (const alias of logged.aliases ?? [])
    if (!isAliasName(alias)) throw unusable(`'${alias}' cannot be an alias`, "an alias is a word such as 'best'");
  const { metadata, warnings } = await plainMetadata(context, logged.metadata);
  const catalog = context.worktreeCatalog();
  const { name, type } = logged;
  const identity = await identifyArtifact(context, { name, type, suggestedType: 'other', catalog, options });
  const parents = logged.parents === undefined ? undefined : await parentsOf(context, logged.parents, options);
  const content = await store(context, logged, options);
  const used = parents ?? madeBy.parents.filter((each) => each.artifact !== name || each.digest !== content.digest);
  const record = await recordVersion(
    context,
    {
      artifact: identity.name,
      type: identity.type,
      ...content,
      run: madeBy.run,
      parents: uniqueParents([...used, ...identity.parents]),
      metadata,
    },
    options,
  );
  const aliases = await setAliases(context, { record, aliases: logged.aliases ?? [] }, options);
  await stageFiles(context, [versionRecordPath(record), ...aliases], options);
  const { artifact, version, digest } = record;
  return {
    version: { artifact, version, digest },
    warnings: [...identity.warnings, ...warnings].map((warning) => problemOf(warning)),
  };
}

async function store(
  context: RepositoryContext,
  { name, data, path }: LoggedContent,
  options: TaskOptions,
): Promise<Content> {
  if ((data === undefined) === (path === undefined))
    throw unusable(`artifact '${name}' needs either data or a path`, 'give one of the two');
  const cache = await context.cache();
  const tombstones = await tombstonesHere(context.worktreeCatalog(), options);
  if (path !== undefined) {
    const root = resolve(context.git.places.root, context.folder, path);
    return storeAt(cache, { root, ignore: openIgnoreRules(context.git.places.root), tombstones }, options);
  }
  const file = join(await cache.temporaryFolder(), `logged-${process.pid}-${randomUUID()}`);
  try {
    await writeFile(file, bytesOf(data, name), { flag: 'wx' });
    return await storeAt(cache, { root: file, ignore: undefined, tombstones }, options);
  } catch (error) {
    throw diskError(error, file);
  } finally {
    await rm(file, { force: true });
  }
}

/** What lies at a path, inside the worktree or not. */
async function storeAt(
  cache: LocalBucketStore,
  {
    root,
    ignore,
    tombstones,
  }: { readonly root: string; readonly ignore: IgnoreRules | undefined; readonly tombstones: Tombstones },
  options: TaskOptions,
): Promise<Content> {
  const scan = await scanWorktree({ root, repositoryPath: basename(root), ignore }, options);
  if (scan.kind !== 'file' && scan.kind !== 'folder') {
    throw new PixelisError('path.not-found', `there is no file or folder '${root}'`, {
      hint: 'name what is to be kept',
      data: { path: root },
    });
  }
  const seen = { root, scan, index: undefined, indexStamp: '' };
  const stored = await storeContent(cache, { seen, base: undefined, only: undefined, tombstones }, options);
  return stored.content;
}

/** Bytes and text as they are; everything else as JSON, indented so that a person can read it and git-like tools compare it. */
function bytesOf(data: unknown, name: string): Uint8Array | string {
  if (typeof data === 'string' || data instanceof Uint8Array) return data;
  let text: string | undefined;
  try {
    text = JSON.stringify(data, undefined, 2);
  } catch (cause) {
    throw new PixelisError('usage.invalid-argument', `the data of artifact '${name}' cannot be written as JSON`, {
      hint: 'give bytes, text, or plain values',
      cause,
    });
  }
  if (text === undefined) throw unusable(`the data of artifact '${name}' is a ${typeof data}`, 'give bytes or values');
  return `${text}\n`;
}

async function setAliases(
  context: RepositoryContext,
  { record, aliases }: { readonly record: VersionRecord; readonly aliases: readonly string[] },
  options: TaskOptions,
): Promise<readonly string[]> {
  if (aliases.length === 0) return [];
  const { artifact, version, digest } = record;
  const added = aliases.map((alias) => [alias, { version, digest }] as const);
  const file = await writeAliases(context, { artifact, change: (before) => new Map([...before, ...added]) }, options);
  return file === undefined ? [] : [file];
}
