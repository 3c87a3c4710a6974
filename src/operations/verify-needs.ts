import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { CommitFacts, Need, Needer } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { surveyTree } from '#store/survey-tree.js';
import type { NeederOf } from './collect-needers.js';

/** What objects are needed for. */
export interface Needs {
  /** The versions and runs that need any of them. */
  readonly needers: readonly Needer[];
  needsOf(digest: Digest): readonly Need[];
  /** The commit that last recorded something that needs the object. */
  lastHad(digest: Digest): CommitFacts | undefined;
}

/** Finds what these objects are needed for. Each tree, and each page that trees share, is read once. */
export async function findNeeds(
  reader: ObjectStore,
  { wanted, candidates }: { readonly wanted: ReadonlySet<Digest>; readonly candidates: readonly NeederOf[] },
  options: TaskOptions,
): Promise<Needs> {
  const usesOf = treeSearch(reader, wanted, options);
  const needs = new Map<Digest, Need[]>();
  const needers: Needer[] = [];
  const numbers = new Map<Needer, number>();
  const note = (needer: Needer, { digest, file }: Use): void => {
    const number = numbers.get(needer) ?? needers.push(needer) - 1;
    numbers.set(needer, number);
    const list = needs.get(digest);
    if (list === undefined) needs.set(digest, [{ needer: number, file }]);
    else list.push({ needer: number, file });
  };
  for (const { needer, digest, isTree } of candidates) {
    if (wanted.has(digest)) note(needer, { digest, file: '' });
    if (isTree) for (const use of await usesOf(digest)) note(needer, use);
  }
  return {
    needers,
    needsOf: (digest) => needs.get(digest) ?? [],
    lastHad: (digest) => newest((needs.get(digest) ?? []).flatMap(({ needer }) => needers[needer]?.commits ?? [])),
  };
}

interface Use {
  readonly digest: Digest;
  /** Path inside the tree. */
  readonly file: string;
}

/** Finds wanted objects in trees, by root. */
function treeSearch(reader: ObjectStore, wanted: ReadonlySet<Digest>, options: TaskOptions) {
  const ofPages = new Map<Digest, readonly Use[]>();
  const ofTrees = new Map<Digest, readonly Use[]>();
  return async (root: Digest): Promise<readonly Use[]> => {
    const known = ofTrees.get(root);
    if (known !== undefined) return known;
    const pages: Digest[] = [];
    const skips = (page: Digest): boolean => ofPages.has(page);
    for await (const part of surveyTree(reader, root, { ...options, skips })) {
      if (part.kind === 'root') pages.push(...part.root.pages.map(({ digest }) => digest));
      if (part.kind !== 'page') continue;
      ofPages.set(
        part.digest,
        part.entries.flatMap((entry) =>
          entry.kind !== 'folder' && wanted.has(entry.digest) ? [{ digest: entry.digest, file: entry.path }] : [],
        ),
      );
    }
    const uses = pages.flatMap((page) => [
      ...(wanted.has(page) ? [{ digest: page, file: '' }] : []),
      ...(ofPages.get(page) ?? []),
    ]);
    ofTrees.set(root, uses);
    return uses;
  };
}

function newest(commits: readonly CommitFacts[]): CommitFacts | undefined {
  return commits.reduce<CommitFacts | undefined>(
    (latest, commit) => (latest === undefined || commit.date > latest.date ? commit : latest),
    undefined,
  );
}
