import type { ShowResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { flag, one } from '../options.js';
import { renderShow } from '../render/show.js';

export const show = defineCommand({
  name: 'show',
  summary: 'show one version',
  operands: [one('REF', 'artifact, version, tracked path, or a path inside it', 'target')],
  options: { files: flag('list what is in it') },
  examples: [
    { command: 'pixelis show dataset-cota_sft', explanation: 'the latest version' },
    { command: 'pixelis show data/train//images --files', explanation: 'what is in a folder inside it' },
    { command: 'pixelis show blake3:6f1a', explanation: 'by digest' },
  ],
  answers: true,
  async run({ operands: [reference = ''], options }, session): Promise<ShowResult> {
    const repository = await session.repository();
    return repository.show(reference, { ...session.task, files: options.files });
  },
  render: renderShow,
});
