import type { RefExchange } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitFailed } from './git-failed.js';
import type { GitRunner } from './git-runner.js';

/** In the user's name: their credentials, their proxies, their way to the server. What git says is asked for in English. */
const environment = { LC_ALL: 'C', LANGUAGE: undefined };

export async function pushRef(
  runner: GitRunner,
  { remote, from, to }: RefExchange,
  { signal }: TaskOptions = {},
): Promise<boolean> {
  // Pixelis is at work already: its own hook has nothing to add.
  const args = ['push', '--porcelain', '--no-verify', '--', remote, `${from}:${to}`];
  const result = await runner.run(args, { mode: 'user', signal, environment });
  if (result.exitCode === 0) return true;
  const isBehind = /^!\t[^\n]*\t\[rejected\]/m.test(result.stdout.toString('utf8'));
  if (isBehind) return false;
  throw gitFailed(args, result);
}

export async function fetchRef(
  runner: GitRunner,
  { remote, from, to }: RefExchange,
  { signal }: TaskOptions = {},
): Promise<boolean> {
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', remote, `+${from}:${to}`];
  const result = await runner.run(args, { mode: 'user', signal, environment });
  if (result.exitCode === 0) return true;
  if (result.stderr.includes("couldn't find remote ref")) return false;
  throw gitFailed(args, result);
}
