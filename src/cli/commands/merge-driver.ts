import type { MergeDriverResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { one, optional } from '../options.js';
import { renderMergeDriver } from '../render/resolve.js';

export const mergeDriver = defineCommand({
  name: 'merge-driver',
  summary: 'merge one file of Pixelis; called by git',
  hidden: true,
  standsAside: true,
  operands: [
    one('BASE', 'file with what both sides were made from'),
    one('OURS', 'file with our side, which becomes the result'),
    one('THEIRS', 'file with their side'),
    one('PATH', 'the file in the repository'),
    optional('NAME', 'what git calls their side'),
  ],
  options: {},
  examples: [
    {
      command: 'pixelis merge-driver -- .merge_file_O .merge_file_A .merge_file_B data/train.pixelis.yaml',
      explanation: 'as git calls it',
    },
  ],
  async run(
    { operands: [base = '', ours = '', theirs = '', path = '', theirName] },
    session,
  ): Promise<MergeDriverResult> {
    const { merging } = await session.repository();
    return merging.mergeFile({ base, ours, theirs, path, theirName }, session.task);
  },
  render: renderMergeDriver,
  // Git takes 1 for a conflict.
  exitCode: ({ outcome }) => (outcome === 'merged' ? 0 : 1),
});
