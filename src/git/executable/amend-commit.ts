import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { CommitId } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** Byte for byte the commit as it is, but for its tree; only a signature has to be made anew. */
export async function amendCommit(
  runner: GitRunner,
  paths: readonly string[],
  { signal }: TaskOptions = {},
): Promise<CommitId> {
  const id = (await runner.text(['rev-parse', '--verify', 'HEAD^{commit}'], { signal })).trim();
  const { stdout } = await runner.run(['cat-file', 'commit', id], { signal });
  const tree = await treeWith(runner, { commit: id, paths }, { signal });
  const end = stdout.indexOf('\n\n');
  const header = stdout.toString('latin1', 0, end);
  const body = stdout.subarray(end);
  const isSigned = /^gpgsig(?:-sha256)? /m.test(header);
  const amended = isSigned
    ? await signedCommit(runner, { header, body, tree }, { signal })
    : await runner.text(['hash-object', '-t', 'commit', '-w', '--stdin'], {
        mode: 'index',
        signal,
        input: Buffer.concat([Buffer.from(header.replace(/^tree .*$/m, `tree ${tree}`), 'latin1'), body]),
      });
  const made = requireObjectId(amended.trim());
  await runner.text(['update-ref', '-m', 'merge: records added', 'HEAD', made, id], { mode: 'index', signal });
  return made as CommitId;
}

/** The tree of a commit with files of the worktree in it, made in an index of its own. */
async function treeWith(
  runner: GitRunner,
  { commit, paths }: { readonly commit: string; readonly paths: readonly string[] },
  { signal }: TaskOptions,
): Promise<string> {
  const index = path.join(runner.places.gitFolder, `index.pixelis-${randomBytes(6).toString('hex')}`);
  const options = {
    mode: 'index',
    signal,
    environment: { GIT_INDEX_FILE: index, GIT_LITERAL_PATHSPECS: '1' },
  } as const;
  try {
    await runner.text(['read-tree', commit], options);
    const input = paths.map((name) => `${name}\0`).join('');
    await runner.text(['add', '--pathspec-from-file=-', '--pathspec-file-nul'], { ...options, input });
    return (await runner.text(['write-tree'], options)).trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

async function signedCommit(
  runner: GitRunner,
  { header, body, tree }: { readonly header: string; readonly body: Buffer; readonly tree: string },
  { signal }: TaskOptions,
): Promise<string> {
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, parent = '']) => ['-p', parent]);
  const args = ['commit-tree', '-S', ...parents, '-F', '-', tree];
  const environment = { ...personOf(header, 'author'), ...personOf(header, 'committer') };
  const result = await runner.run(args, { mode: 'user', signal, input: body.subarray(2), environment });
  if (result.exitCode !== 0) throw gitFailed(args, result);
  return result.stdout.toString('latin1');
}

function personOf(header: string, role: 'author' | 'committer'): Readonly<Record<string, string>> {
  const [, name = '', email = '', date = ''] =
    new RegExp(`^${role} (.*) <(.*)> (\\d+ [-+]\\d+)$`, 'm').exec(header) ?? [];
  const text = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
  const prefix = `GIT_${role.toUpperCase()}`;
  return { [`${prefix}_NAME`]: text(name), [`${prefix}_EMAIL`]: text(email), [`${prefix}_DATE`]: date };
}
