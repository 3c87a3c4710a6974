import type { GetResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { dryRun, flag, one, remote, text } from '../options.js';
import { renderGet } from '../render/get.js';

export const get = defineCommand({
  name: 'get',
  summary: 'place any version anywhere',
  details: 'Fetches what the cache lacks. Pointers and tracked paths stay as they are.',
  operands: [one('REF', 'version, or a file or folder inside it', 'target')],
  options: {
    output: text('DEST', 'where to; default: its own name, here', { short: 'o', complete: 'path' }),
    force: flag('overwrite what is there', { short: 'f' }),
    remote,
    dryRun,
  },
  examples: [
    { command: 'pixelis get dataset-cota_sft:v1 -o /tmp/v1', explanation: 'an old version, beside the one in use' },
    { command: 'pixelis get data/train//labels.csv@v1.0', explanation: 'one file, as of a git tag' },
  ],
  async run({ operands: [reference = ''], options }, session): Promise<GetResult> {
    const repository = await session.repository();
    return repository.get(reference, { ...session.task, ...options });
  },
  render: renderGet,
});
