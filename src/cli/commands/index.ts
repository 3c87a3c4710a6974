import type { Command, CommandEntry, CommandGroup } from '../command.js';

/** Headings of the groups, in the order of the help. */
export const groupHeadings: Readonly<Record<CommandGroup, string>> = {
  start: 'Set up',
  record: 'Put data and models under version',
  run: 'Run, and trace results',
  share: 'Move them between machines',
  look: 'Look at versions and history',
  tend: 'Names, settings and upkeep',
};

const one = (command: Command): readonly Command[] => [command];

/** Every command, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  entry('start', 'init', 'set up Pixelis in a git repository', async () => one((await import('./init.js')).init)),
  entry(
    'start',
    'remote',
    'say where artifacts are pushed to',
    async () => (await import('./remote.js')).remoteCommands,
  ),

  entry('record', 'add', 'put files and folders under version', async () => one((await import('./add.js')).add)),
  entry('record', 'status', 'show what changed, and what is missing where', async () =>
    one((await import('./status.js')).status),
  ),
  entry('record', 'diff', 'compare revisions, versions or the worktree, file by file', async () =>
    one((await import('./diff.js')).diff),
  ),
  entry('record', 'checkout', 'make the worktree match the pointers', async () =>
    one((await import('./checkout.js')).checkout),
  ),

  entry('record', 'resolve', 'settle what a merge left in conflict, file by file', async () =>
    one((await import('./resolve.js')).resolve),
  ),

  entry('run', 'run', 'execute a command, and record all that its results came from', async () =>
    one((await import('./run.js')).run),
  ),
  entry('run', 'runs', 'list, show, compare and resume runs', async () => (await import('./runs.js')).runsCommands),
  entry(
    'run',
    'metrics',
    'log numbers inside a run, and see how they went',
    async () => (await import('./metrics.js')).metricsCommands,
  ),
  entry('run', 'env', 'record and compare what commands run on', async () => (await import('./env.js')).envCommands),
  entry('run', 'reproduce', 'execute a run again, and judge what it makes', async () =>
    one((await import('./reproduce.js')).reproduce),
  ),
  entry('run', 'lineage', 'show what was made from what', async () => (await import('./lineage.js')).lineageCommands),

  entry('share', 'push', 'bring objects to a remote', async () => one((await import('./push.js')).push)),
  entry('share', 'fetch', 'bring objects from a remote into the cache', async () =>
    one((await import('./fetch.js')).fetch),
  ),
  entry('share', 'pull', 'fetch, then check out', async () => one((await import('./pull.js')).pull)),
  entry('share', 'get', 'place any version anywhere', async () => one((await import('./get.js')).get)),
  entry('share', 'cat', 'print a file of any version', async () => one((await import('./cat.js')).cat)),

  entry('look', 'list', 'list artifacts and their versions', async () => one((await import('./list.js')).list)),
  entry('look', 'show', 'show one version', async () => one((await import('./show.js')).show)),
  entry('look', 'log', 'show who recorded which version, and when', async () => one((await import('./log.js')).log)),
  entry('look', 'blame', 'show which version and commit changed each file last', async () =>
    one((await import('./blame.js')).blame),
  ),
  entry('look', 'search', 'find versions by what is recorded of them', async () =>
    one((await import('./search.js')).search),
  ),

  entry('tend', 'alias', 'give versions movable names', async () => (await import('./alias.js')).aliasCommands),
  entry('tend', 'config', 'read and write settings', async () => (await import('./config.js')).configCommands),
  entry('tend', 'hooks', 'let git keep data and remote along', async () => (await import('./hooks.js')).hookCommands),
  {
    ...entry('tend', 'merge-driver', 'merge one file of Pixelis; called by git', async () =>
      one((await import('./merge-driver.js')).mergeDriver),
    ),
    hidden: true,
  },
  entry('tend', 'verify', 'find damage and loss, and heal it', async () => one((await import('./verify.js')).verify)),
  entry('tend', 'purge', 'remove content for good, everywhere', async () => one((await import('./purge.js')).purge)),
  entry('tend', 'gc', 'take away what nothing needs any more', async () => (await import('./gc.js')).gcCommands),
  entry(
    'look',
    'audit',
    'check the trail: who recorded what, and whether it was left as it was',
    async () => (await import('./audit.js')).auditCommands,
  ),
  entry('tend', 'doctor', 'look for what is wrong with the setup', async () =>
    one((await import('./doctor.js')).doctor),
  ),
  entry('tend', 'completion', 'print a completion script for your shell', async () =>
    one((await import('./completion.js')).completion),
  ),
  {
    ...entry('tend', 'complete', 'print what can stand next on a command line', async () =>
      one((await import('./complete.js')).completeFrom(commandTable)),
    ),
    hidden: true,
  },
];

function entry(group: CommandGroup, name: string, summary: string, load: CommandEntry['load']): CommandEntry {
  return { group, name, summary, load };
}
