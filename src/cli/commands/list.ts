import type { ListResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { flag, targets, text } from '../options.js';
import { renderList } from '../render/list.js';

export const list = defineCommand({
  name: 'list',
  summary: 'list artifacts and their versions',
  operands: [targets],
  options: { all: flag('every version, not the latest alone', { short: 'a' }), type: text('TYPE', 'only this type') },
  examples: [
    { command: 'pixelis list', explanation: 'every artifact with its latest version' },
    { command: 'pixelis list dataset-cota_sft --all', explanation: 'every version of one' },
    { command: 'pixelis list --type model', explanation: 'models only' },
  ],
  answers: true,
  async run({ operands, options }, session): Promise<ListResult> {
    const repository = await session.repository();
    return repository.list(operands, { ...session.task, ...options });
  },
  render: renderList,
});
