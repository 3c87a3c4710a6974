import type { BlameResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { one } from '../options.js';
import { renderBlame } from '../render/blame.js';

export const blame = defineCommand({
  name: 'blame',
  summary: 'show which version and commit changed each file last',
  details:
    'A file is followed back through the versions that had the same bytes at its path, on every branch that was merged. The version that brought it there is named with its commit, author, signature and run. A file that was renamed was brought by the version that renamed it.',
  operands: [one('TARGET', 'version, artifact, tracked path, or a path inside one', 'target')],
  options: {},
  examples: [
    { command: 'pixelis blame data/train', explanation: 'who last changed each file of a folder' },
    { command: 'pixelis blame dataset-cota_sft:v2//labels', explanation: 'of a folder inside a version' },
  ],
  answers: true,
  async run({ operands: [target = ''] }, session): Promise<BlameResult> {
    const repository = await session.repository();
    return repository.blame(target, session.task);
  },
  render: renderBlame,
});
