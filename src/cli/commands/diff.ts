import { type DiffResult, exitCodeOf } from '../../index.js';
import { defineCommand } from '../command.js';
import { flag, optional } from '../options.js';
import { renderDiff } from '../render/diff.js';

export const diff = defineCommand({
  name: 'diff',
  summary: 'compare revisions, versions or the worktree, file by file',
  details:
    'Without arguments the worktree is compared with HEAD; with one, the worktree with it; with two, the second with the first. Each is a git revision, an artifact version or a tracked path.',
  operands: [optional('A', 'revision, version or tracked path', 'target'), optional('B', 'likewise', 'target')],
  options: { exitCode: flag('end with 1 where anything differs') },
  examples: [
    { command: 'pixelis diff', explanation: 'what a commit would record' },
    { command: 'pixelis diff v1.0 HEAD', explanation: 'between two git revisions' },
    { command: 'pixelis diff dataset-cota_sft:v1 dataset-cota_sft:v2', explanation: 'between two versions' },
  ],
  answers: true,
  async run({ operands: [from, to] }, session): Promise<DiffResult> {
    const repository = await session.repository();
    return repository.diff({ from, to }, session.task);
  },
  render: renderDiff,
  exitCode: (result, { exitCode }) => exitCodeOf(result) || (exitCode && !result.clean ? 1 : 0),
});
