import type { PullResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { targets, transferOptions } from '../options.js';
import { placementOf, placeOptions } from '../place-options.js';
import { renderPull } from '../render/placed.js';

export const pull = defineCommand({
  name: 'pull',
  summary: 'fetch, then check out',
  details:
    'Fetches what the cache lacks and makes the worktree match the pointers, as far as it goes: what is missing is named, the rest is placed.',
  operands: [targets],
  options: { ...transferOptions, ...placeOptions },
  examples: [
    { command: 'git clone URL && cd project && pixelis pull', explanation: 'all data of a fresh clone' },
    { command: 'pixelis pull data/train', explanation: 'one tracked path' },
    {
      command: 'git pull && pixelis pull --merge',
      explanation: 'what others changed, with what you changed and did not add yet',
    },
    { command: "pixelis pull data/images --include 'val/**'", explanation: 'a part of a folder' },
  ],
  async run({ operands, options }, session): Promise<PullResult> {
    const { revs, force, merge, ours, theirs, ...others } = options;
    const placement = placementOf({ force, merge, ours, theirs });
    const repository = await session.repository();
    return repository.pull(operands, { ...session.task, ...others, ...placement, revisions: revs });
  },
  render: renderPull,
});
