import path from 'node:path';
import type { CommitId, Git } from '#git/git.js';
import { isObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import { readGrafts } from '#git/grafts.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner, GitRunOptions } from './git-runner.js';

/** Longer than any name of a commit, and short enough for a command line. */
const revisionLimit = 4096;

/** The one place where a user's words reach git as a revision: as one argument that cannot be an option. */
export async function resolveCommit(
  runner: GitRunner,
  revision: string,
  options: GitRunOptions = {},
): Promise<CommitId | undefined> {
  if (revision === '' || revision.length > revisionLimit || revision.includes('\0')) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const result = await runner.run(args, options);
  if (result.exitCode === undefined || result.exitCode > 1) throw gitFailed(args, result);
  const id = result.stdout.toString('latin1').trim();
  return result.exitCode === 0 && isObjectId(id) ? id : undefined;
}

export async function readHead(runner: GitRunner, options: TaskOptions = {}): ReturnType<Git['head']> {
  const args = ['symbolic-ref', '--quiet', 'HEAD'];
  const [commit, symbolic] = await Promise.all([resolveCommit(runner, 'HEAD', options), runner.run(args, options)]);
  if (symbolic.exitCode === undefined || symbolic.exitCode > 1) throw gitFailed(args, symbolic);
  const name = symbolic.stdout.toString('utf8').trimEnd();
  return { commit, branch: name === '' ? undefined : name.replace(/^refs\/heads\//, '') };
}

const refFields = ['refname', 'objecttype', 'objectname', '*objecttype', '*objectname'];

export async function listRefs(runner: GitRunner, options: TaskOptions = {}): ReturnType<Git['listRefs']> {
  const format = refFields.map((field) => `%(${field})`).join('%00');
  const places = ['refs/heads', 'refs/remotes', 'refs/tags'];
  const text = await runner.text(['for-each-ref', `--format=${format}`, ...places], options);
  const refs: { readonly name: string; readonly commit: CommitId }[] = [];
  for (const line of text.split('\n')) {
    const [name, type, id = '', peeledType, peeledId = ''] = line.split('\0');
    if (name === undefined || name === '') continue;
    const commit = await peel(type === 'tag' ? [peeledType, peeledId] : [type, id]);
    if (commit !== undefined) refs.push({ name, commit });
  }
  return refs;

  async function peel([type, id]: readonly [string | undefined, string]): Promise<CommitId | undefined> {
    if (type === 'tag') return resolveCommit(runner, id, options); // a tag of a tag
    return type === 'commit' && isObjectId(id) ? id : undefined;
  }
}

export async function listStandIns(runner: GitRunner, options: TaskOptions = {}): ReturnType<Git['listStandIns']> {
  const text = await runner.text(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/replace'], options);
  const replaced = text.split('\n').filter(isObjectId);
  const grafted = await readGrafts(runner.places);
  return [
    ...replaced.map((id) => ({ kind: 'replacement', id }) as const),
    ...grafted.map((id) => ({ kind: 'graft', id }) as const),
  ];
}

/** `section.name` or `section.any text.name`; never an option. */
const configKey = /^[A-Za-z][A-Za-z0-9-]*(?:\.[^\0\n]*)?\.[A-Za-z][A-Za-z0-9-]*$/;

export function readConfigValue(runner: GitRunner, key: string): Promise<string | undefined> {
  return askConfig(runner, key, []);
}

export async function readConfigPath(runner: GitRunner, key: string): Promise<string | undefined> {
  const file = await askConfig(runner, key, ['--type=path']);
  return file === undefined || file === '' ? undefined : path.resolve(runner.places.root, file);
}

async function askConfig(runner: GitRunner, key: string, flags: readonly string[]): Promise<string | undefined> {
  if (!configKey.test(key)) return undefined;
  // What the user set counts, not what our hardened calls set.
  const args = ['config', '--null', ...flags, '--get', key];
  const result = await runner.run(args, { mode: 'user' });
  if (result.exitCode === 1) return undefined;
  if (result.exitCode !== 0) throw gitFailed(args, result);
  return result.stdout.toString('utf8').replace(/\0$/, '');
}
