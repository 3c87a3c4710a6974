import type { PushResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { targets, transferOptions } from '../options.js';
import { renderPush } from '../render/transfer.js';

export const push = defineCommand({
  name: 'push',
  summary: 'bring objects to a remote',
  details: 'Moves only what the remote lacks. Ends with an exit code other than 0 where anything could not be pushed.',
  operands: [targets],
  options: transferOptions,
  examples: [
    { command: 'pixelis push', explanation: 'what the worktree points at' },
    {
      command: 'pixelis push dataset-cota_sft:v2 --remote backup',
      explanation: 'one version, to a remote of your choice',
    },
    {
      command: 'pixelis push --all',
      explanation: 'what any branch or tag ever pointed at, but for what rules let go there',
    },
  ],
  async run({ operands, options }, session): Promise<PushResult> {
    const { revs, ...others } = options;
    const repository = await session.repository();
    return repository.push(operands, { ...session.task, ...others, revisions: revs });
  },
  render: renderPush,
});
