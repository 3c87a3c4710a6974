import { isAbsolute, join, relative, sep } from 'node:path';
import type { RepositoryContext } from '#operations/repository-context.js';
import { joinedRun, keptRun } from './active-run.js';
import type { Runs } from './runs.js';

/** The public face of the runs of an open repository. */
export function runsOver(context: RepositoryContext): Runs {
  return {
    list: async (options) => (await import('#operations/list-runs.js')).listRuns(context, options),
    show: async (id, options) => (await import('#operations/show-run.js')).showRun(context, id, options),
    output: async (id, stream, options) =>
      (await import('#operations/run-output.js')).runOutput(context, { id, stream }, options),
    compare: async (ids, options) => (await import('#operations/compare-runs.js')).compareRuns(context, ids, options),
    execute: async (command, options = {}) =>
      (await import('#operations/execute-run.js')).executeRun(context, command, options),
    resume: async (id, options) => (await import('#operations/resume-run.js')).resumeRun(context, id, options),
    async start(options = {}) {
      const { startRun } = await import('#operations/start-run.js');
      const command = ownCommand(context);
      return keptRun(context, await startRun(context, { kind: 'function', command }, options), options);
    },
    async active() {
      const { requireActiveRun } = await import('#operations/active-run.js');
      return joinedRun(context, requireActiveRun(context));
    },
  };
}

/** How this program was started: `node train.mjs`, from the folder of the run where the script lies in the worktree. */
function ownCommand({ git, folder }: RepositoryContext): readonly string[] {
  const [, script, ...rest] = process.argv;
  if (script === undefined) return ['node', ...process.execArgv];
  const inTop = relative(git.places.root, script);
  const isInside = !inTop.startsWith('..') && !isAbsolute(inTop);
  const shown = isInside ? relative(join(git.places.root, folder), script).split(sep).join('/') : script;
  return ['node', ...process.execArgv, shown, ...rest];
}
