import type { PullResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { flag, targets, transferOptions } from '../options.js';
import { renderPull } from '../render/placed.js';

export const pull = defineCommand({
  name: 'pull',
  summary: 'fetch, then check out',
  details:
    'Fetches what the cache lacks and makes the worktree match the pointers, as far as it goes: what is missing is named, the rest is placed.',
  operands: [targets],
  options: {
    ...transferOptions,
    force: flag('overwrite changed files, even if their bytes exist nowhere else', { short: 'f' }),
  },
  examples: [
    { command: 'git clone URL && cd project && pixelis pull', explanation: 'all data of a fresh clone' },
    { command: 'pixelis pull data/train', explanation: 'one tracked path' },
    { command: "pixelis pull data/images --include 'val/**'", explanation: 'a part of a folder' },
  ],
  async run({ operands, options }, session): Promise<PullResult> {
    const { revs, ...others } = options;
    const repository = await session.repository();
    return repository.pull(operands, { ...session.task, ...others, revisions: revs });
  },
  render: renderPull,
});
