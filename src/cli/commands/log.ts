import type { LogResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { count, flag, optional } from '../options.js';
import { renderLog } from '../render/log.js';

export const log = defineCommand({
  name: 'log',
  summary: 'show who recorded which version, and when',
  operands: [optional('TARGET', 'artifact or tracked path; default: all', 'target')],
  options: {
    all: flag('all branches and tags, not HEAD alone'),
    limit: count('N', 'at most N entries'),
    files: flag('list the files that each version changed'),
    messages: flag('print the whole messages of the commits'),
  },
  examples: [
    { command: 'pixelis log dataset-cota_sft', explanation: 'the history of an artifact' },
    { command: 'pixelis log data/train --limit 5', explanation: 'the last versions at a path' },
    { command: 'pixelis log model-sft --files --messages', explanation: 'with each file that changed, and why' },
  ],
  answers: true,
  async run({ operands: [target], options }, session): Promise<LogResult> {
    const repository = await session.repository();
    return repository.log(target, { ...session.task, ...options });
  },
  render: renderLog,
});
