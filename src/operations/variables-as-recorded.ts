import { isSwitch } from '#environment/variables.js';
import type { EnvironmentRecord } from '#model/environment.js';
import type { Environment } from '#process/environment.js';
import type { RepositoryContext } from './repository-context.js';
import type { ScratchWorktree } from './scratch-worktree.js';

interface Places {
  readonly context: RepositoryContext;
  readonly scratch: ScratchWorktree;
}

/** With the switches of determinism as they were, and modules from the worktree taken from the scratch one. */
export function variablesAsRecorded(
  environment: Environment,
  { recorded, ...places }: Places & { readonly recorded: EnvironmentRecord | undefined },
): Environment {
  const others = Object.entries(environment).filter(([name]) => recorded === undefined || !isCopied(name));
  const switches = Object.entries(recorded?.switches ?? {}).filter(([name]) => isCopied(name));
  const variables: Record<string, string | undefined> = Object.fromEntries([...others, ...switches]);
  for (const name of ['PYTHONPATH', 'NODE_PATH']) {
    const paths = variables[name];
    if (paths !== undefined) variables[name] = inScratch(paths, places);
  }
  return variables;
}

/** Which devices there are is a matter of the machine. */
function isCopied(name: string): boolean {
  return isSwitch(name) && !name.endsWith('_VISIBLE_DEVICES');
}

/** Absolute paths into the user's worktree, as the same paths in the scratch worktree: `--data=/home/ada/project/x`. */
export function inScratch(text: string, { context, scratch }: Places): string {
  const { root } = context.git.places;
  let moved = '';
  let at = 0;
  for (let found = text.indexOf(root); found !== -1; found = text.indexOf(root, at)) {
    const end = found + root.length;
    const isPath = /^$|[=:,]$/.test(text.slice(0, found)) && /^$|^[/:,]/.test(text.slice(end));
    moved += text.slice(at, found) + (isPath ? scratch.root : root);
    at = end;
  }
  return moved + text.slice(at);
}
