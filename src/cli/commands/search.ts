import type { SearchResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { one } from '../options.js';
import { renderSearch } from '../render/list.js';

export const search = defineCommand({
  name: 'search',
  summary: 'find versions by what is recorded of them',
  details:
    'The expression is JSONata over a version record (docs/formats.md): artifact, version, type, digest, size, files, created, run, parents, metadata. A version is found where the expression is true.',
  operands: [one('EXPR', 'JSONata expression')],
  options: {},
  examples: [
    { command: "pixelis search 'metadata.accuracy > 0.9'", explanation: 'by a number in the metadata' },
    {
      command: 'pixelis search \'type = "model" and "dataset-cota_sft" in parents.artifact\'',
      explanation: 'models that were made from a dataset',
    },
  ],
  answers: true,
  async run({ operands: [expression = ''] }, session): Promise<SearchResult> {
    const repository = await session.repository();
    return repository.search(expression, session.task);
  },
  render: renderSearch,
});
