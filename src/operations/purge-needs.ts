import { versionKey } from '#model/version.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PixelisError } from '#errors/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { surveyTree } from '#store/survey-tree.js';
import { collectNeeders, type NeederOf } from './collect-needers.js';
import type { RepositoryContext } from './repository-context.js';
import { verifyScope } from './verify-scope.js';

/** Every version and run that the worktree, or any commit on any branch or tag, names. */
export async function everyNeeder(context: RepositoryContext, options: TaskOptions): Promise<readonly NeederOf[]> {
  const scope = await verifyScope(context, { targets: [], all: true, reader: await context.cache() }, options);
  const needers = [...(await collectNeeders(context, { scope, all: true }, options))];
  const keyOf = ({ needer: { artifact = '', version = 0 }, digest }: NeederOf): string =>
    versionKey({ artifact, version, digest });
  const known = new Set(needers.map(keyOf));
  // A record that is in no commit yet, and to which no pointer leads.
  for await (const { artifact, version, digest, files } of scope.catalog.allVersions(options)) {
    const needer = { artifact, version, digest, paths: [], commits: [] };
    const found = { needer, digest, isTree: files !== undefined };
    if (!known.has(keyOf(found))) needers.push(found);
  }
  return needers;
}

/** What one version or run needs of objects that are to go. */
export interface Use {
  readonly of: NeederOf;
  /** Where purged content stands in it; '' is all of it. */
  readonly purged: readonly PurgedFile[];
  /** How many other objects that are to go it needs. */
  readonly shared: number;
}

export interface PurgedFile {
  readonly path: string;
  readonly digest: Digest;
}

export interface Uses {
  readonly uses: readonly Use[];
  /** Objects that were to go, and are needed. */
  readonly shared: ReadonlySet<Digest>;
  /** Trees that cannot be read as a whole: what they need is not known. */
  readonly unknown: readonly { readonly of: NeederOf; readonly error: PixelisError }[];
}

export interface UsesQuestion {
  readonly needers: readonly NeederOf[];
  /** What goes whoever needs it. */
  readonly purged: Pick<ReadonlySet<Digest>, 'has'>;
  /** What goes only if nobody needs it. */
  readonly candidates: Pick<ReadonlySet<Digest>, 'has'>;
}

/** Looks into every tree, each page once, for what is to go. */
export async function usesOf(
  reader: ObjectStore,
  { needers, purged, candidates }: UsesQuestion,
  options: TaskOptions,
): Promise<Uses> {
  const shared = new Set<Digest>();
  const unknown: { of: NeederOf; error: PixelisError }[] = [];
  const ofPages = new Map<Digest, Pick<Use, 'purged' | 'shared'>>();
  const ofTrees = new Map<Digest, Pick<Use, 'purged' | 'shared'>>();
  const uses: Use[] = [];
  for (const of of needers) {
    const { digest, isTree } = of;
    if (purged.has(digest)) {
      uses.push({ of, purged: [{ path: '', digest }], shared: 0 });
      continue;
    }
    const inside = isTree ? await lookInside(of) : { purged: [], shared: 0 };
    const own = meet(digest);
    if (inside.purged.length + inside.shared + own > 0) uses.push({ of, ...inside, shared: inside.shared + own });
  }
  return { uses, shared, unknown };

  function meet(digest: Digest): number {
    if (!candidates.has(digest)) return 0;
    shared.add(digest);
    return 1;
  }

  async function lookInside(of: NeederOf): Promise<Pick<Use, 'purged' | 'shared'>> {
    const known = ofTrees.get(of.digest);
    if (known !== undefined) return known;
    const pages: Digest[] = [];
    for await (const part of surveyTree(reader, of.digest, { ...options, skips: (page) => ofPages.has(page) })) {
      if (part.kind === 'broken') unknown.push({ of, error: part.error });
      if (part.kind === 'root') pages.push(...part.root.pages.map(({ digest }) => digest));
      if (part.kind !== 'page') continue;
      const found: PurgedFile[] = [];
      let count = meet(part.digest);
      for (const entry of part.entries) {
        if (entry.kind === 'folder') continue;
        if (purged.has(entry.digest)) found.push({ path: entry.path, digest: entry.digest });
        else count += meet(entry.digest);
      }
      ofPages.set(part.digest, { purged: found, shared: count });
    }
    const facts = {
      purged: pages.flatMap((page) => ofPages.get(page)?.purged ?? []),
      shared: pages.reduce((sum, page) => sum + (ofPages.get(page)?.shared ?? 0), 0),
    };
    ofTrees.set(of.digest, facts);
    return facts;
  }
}
