import { devNull } from 'node:os';
import type { GitPlaces } from '#git/git.js';
import type { Environment } from '#process/environment.js';

/**
 * How a git command is run.
 * - `read`: our own question. The repository's configuration can make it run nothing, write nothing, reach no network.
 * - `index`: adding to the index. As `read`, but the filters run that the user set up: what is stored is what git stores.
 * - `user`: in the user's name, as the user's own git would: their hooks, signing and environment.
 */
export type GitMode = 'read' | 'index' | 'user';

/**
 * What our own questions override: each of these could run a program that the repository names, or change the output.
 * Given on the command line, because that wins over every file and variable.
 */
const hardened: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': devNull,
  'core.pager': 'cat',
  'core.sshCommand': 'false',
  'core.untrackedCache': 'false',
  'diff.external': '',
  'diff.renames': 'false',
  'log.follow': 'false',
  'log.showRoot': 'true',
  'log.showSignature': 'false',
  'protocol.ext.allow': 'never',
  'submodule.recurse': 'false',
};

export const hardenedArguments: readonly string[] = [
  '--no-pager',
  ...Object.entries(hardened).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
];

/** Variables that say where the repository is, whose configuration counts, and who commits; a hook's git sets some. */
const kept =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)|(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE))$/;

/** The environment without what would change git's answers. */
export function scrubbedEnvironment(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || kept.test(name)),
  );
}

/** The environment for a mode, for commands that are run at the top of the worktree. */
export function environmentFor(mode: GitMode, environment: Environment, places?: GitPlaces): Environment {
  const located = { ...environment, ...(places === undefined ? {} : absolutePlaces(environment, places)) };
  if (mode === 'user') {
    return { ...located, GIT_TERMINAL_PROMPT: '0', GIT_GLOB_PATHSPECS: undefined, GIT_ICASE_PATHSPECS: undefined };
  }
  return {
    ...scrubbedEnvironment(located),
    LC_ALL: 'C',
    LANGUAGE: undefined,
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: devNull,
    // No protocol is called 'none': a partial clone is not completed behind the user's back.
    GIT_ALLOW_PROTOCOL: 'none',
    ...(mode === 'read' ? { GIT_OPTIONAL_LOCKS: '0' } : {}),
  };
}

/** A relative GIT_DIR is relative to where the user stands, but our commands run at the top of the worktree. */
function absolutePlaces(environment: Environment, places: GitPlaces): Environment {
  if (environment['GIT_DIR'] === undefined && environment['GIT_WORK_TREE'] === undefined) return {};
  return {
    GIT_DIR: places.gitFolder,
    GIT_WORK_TREE: places.root,
    ...(environment['GIT_COMMON_DIR'] === undefined ? {} : { GIT_COMMON_DIR: places.commonFolder }),
  };
}
