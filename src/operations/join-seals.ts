import type { CommitId, Git } from '#git/git.js';
import type { SealEntry } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import { joinKey, readSealChain, type SealChain } from '#seals/seal-chain.js';
import { entriesOf, type Heads } from './sealed-trail.js';

/** Where the seals of a remote of git are kept when they were fetched. */
export function fetchedSealsRef(remote: string): string {
  return `refs/pixelis/remotes/${remote}/seals`;
}

/** What the next seal goes on from. */
export interface SealGround {
  /** The chain whose tree it goes on with. */
  readonly chain: SealChain | undefined;
  /** Of the next seal: first the newest one of the chain, then those that are joined. */
  readonly parents: readonly CommitId[];
  /** What was sealed in the others, and not in the chain: it is sealed again, as it stands. */
  readonly carried: readonly SealEntry[];
}

/**
 * Joins the seals of this clone with those that were fetched from remotes. Where both have gone on, the tree goes on from the
 * other's, which others have seen already.
 */
export async function joinSeals(
  git: Git,
  { own, remotes }: { readonly own: SealChain | undefined; readonly remotes: ReadonlySet<string> },
  options: TaskOptions,
): Promise<SealGround> {
  let ground: SealGround = { chain: own, parents: own === undefined ? [] : [own.newest.commit], carried: [] };
  for (const remote of remotes) {
    const tip = await git.resolveCommit(fetchedSealsRef(remote), options);
    if (tip === undefined || ground.chain?.seals.has(tip) === true) continue;
    ground = joined(ground, await readSealChain(git, tip, options));
  }
  return ground;
}

function joined(ground: SealGround, theirs: SealChain): SealGround {
  const parents = ground.parents.filter((commit) => !theirs.seals.has(commit));
  if (parents.length === 0) return { chain: theirs, parents: [theirs.newest.commit], carried: [] };
  const known = new Set(entriesOf(theirs).map(joinKey));
  const carried = [...entriesOf(ground.chain), ...ground.carried].filter((entry) => !known.has(joinKey(entry)));
  return { chain: theirs, parents: [theirs.newest.commit, ...parents], carried };
}

/** Names of the remotes of git from which something was fetched. */
export function remotesOf(heads: Heads): ReadonlySet<string> {
  return new Set([...heads.keys()].flatMap((ref) => /^refs\/remotes\/([^/]+)\//.exec(ref)?.[1] ?? []));
}
