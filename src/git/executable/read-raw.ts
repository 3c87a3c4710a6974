import type { CommitId, CommitRange, RawCommit, RawTag } from '#git/git.js';
import { isObjectId, requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GitRunner } from './git-runner.js';
import type { ObjectReader } from './object-reader.js';
import { resolveCommit } from './read-refs.js';

/** What raw objects are read with. */
export interface RawSource {
  readonly runner: GitRunner;
  readonly reader: ObjectReader;
}

export async function* readCommits(
  { runner, reader }: RawSource,
  which: Iterable<CommitId> | CommitRange,
  options: TaskOptions = {},
): AsyncGenerator<RawCommit, void> {
  const ids = Symbol.iterator in which ? which : await listCommits(runner, which, options);
  yield* reader.readObjects(ids, 'commit', options);
}

export async function* readTags(
  { runner, reader }: RawSource,
  options: TaskOptions = {},
): AsyncGenerator<RawTag, void> {
  const text = await runner.text(
    ['for-each-ref', '--format=%(objecttype) %(objectname) %(refname)', 'refs/tags'],
    options,
  );
  const tags = [...text.matchAll(/^tag ([0-9a-f]+) (.+)$/gm)].map(([, id = '', name = '']) => ({ id, name }));
  let at = 0;
  const ids = tags.map(({ id }) => id);
  for await (const { id, bytes } of reader.readObjects(ids, 'tag', options)) {
    const name = tags[at++]?.name;
    if (bytes !== undefined && name !== undefined) yield { name, id, bytes };
  }
}

/** Without git's cache of the history, which may say of a commit what the commit does not. */
const listArguments = ['-c', 'core.commitGraph=false', 'rev-list', '--topo-order', '--stdin'];

async function listCommits(
  runner: GitRunner,
  { from, all = false, excluding = [] }: CommitRange,
  options: TaskOptions,
): Promise<readonly CommitId[]> {
  const head = all || from === undefined ? await resolveCommit(runner, 'HEAD', options) : undefined;
  const tips = [...(all ? [] : (from ?? [])), ...(head === undefined ? [] : [head])];
  if (!all && tips.length === 0) return [];
  const input = [...tips.map(requireObjectId), ...excluding.map((id) => `^${requireObjectId(id)}`)];
  const args = [...listArguments, ...(all ? ['--branches', '--remotes', '--tags'] : [])];
  const text = await runner.text(args, { ...options, input: input.map((line) => `${line}\n`).join('') });
  return text.split('\n').filter(isObjectId);
}
