import type { FetchResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { targets, transferOptions } from '../options.js';
import { renderFetch } from '../render/transfer.js';

export const fetch = defineCommand({
  name: 'fetch',
  summary: 'bring objects from a remote into the cache',
  details:
    "Moves only what the cache lacks, checked on arrival. The worktree stays as it is: 'pixelis pull' goes on to it.",
  operands: [targets],
  options: transferOptions,
  examples: [
    { command: 'pixelis fetch', explanation: 'what the worktree points at' },
    { command: 'pixelis fetch --revs v1.0 --revs main', explanation: 'what two revisions point at' },
    { command: "pixelis fetch data/images --include 'val/**'", explanation: 'a part of a folder' },
  ],
  async run({ operands, options }, session): Promise<FetchResult> {
    const { revs, ...others } = options;
    const repository = await session.repository();
    return repository.fetch(operands, { ...session.task, ...others, revisions: revs });
  },
  render: renderFetch,
});
