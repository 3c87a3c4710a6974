import { PixelisError, problemOf } from '#errors/index.js';
import type { HookState, HooksResult, Problem } from '#schema/index.js';
import type { HookFile } from './hook-files.js';
import { hookNames } from './hook-script.js';
import { readHookFile } from './hook-files.js';
import type { RepositoryContext } from './repository-context.js';

type GitOnly = Pick<RepositoryContext, 'git'>;

export async function readHookFiles({ git }: GitOnly): Promise<readonly HookFile[]> {
  return Promise.all(hookNames.map((name) => readHookFile(git.places.hooksFolder, name)));
}

/** How a hook stands. One that calls Pixelis already is never in the way. */
export function hookState({ name, path, isInstalled, beside, obstacle }: HookFile, changed: boolean): HookState {
  const state = isInstalled ? 'installed' : obstacle === undefined ? 'absent' : 'blocked';
  return { name, path, state, changed, ...(beside === undefined ? {} : { beside }) };
}

/** A hook that Pixelis must not touch, with the line that does it by hand. */
export function hookBlocked({ name, path }: HookFile, obstacle: string): Problem {
  const error = new PixelisError('hook.blocked', `hook '${name}' is left as it is: ${obstacle}`, {
    hint: `let it run this itself: pixelis hooks run ${name} -- "$@"`,
  });
  return problemOf(error, { path });
}

/** Says where the hooks are where that is not git's usual place. */
export async function hooksPathWarnings({ git }: GitOnly): Promise<Problem[]> {
  const configured = await git.configValue('core.hooksPath');
  if (configured === undefined || configured === '') return [];
  const { hooksFolder, root } = git.places;
  const isShared = hooksFolder !== root && !hooksFolder.startsWith(`${root}/`);
  const error = new PixelisError(
    'hook.blocked',
    `git takes its hooks from '${hooksFolder}' (core.hooksPath)${isShared ? ', other repositories may do so too' : ''}`,
    { hint: 'see where that is set: git config --show-origin core.hooksPath' },
  );
  return [problemOf(error, { path: hooksFolder })];
}

export function hooksResult(
  command: HooksResult['command'],
  result: Pick<HooksResult, 'dryRun' | 'hooks' | 'mergeDriver' | 'problems' | 'warnings'>,
): HooksResult {
  return { pixelis: 1, command, ...result };
}
