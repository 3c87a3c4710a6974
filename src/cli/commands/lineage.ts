import type { LineagePathResult, LineageResult, LineageValidateResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { count, flag, one, optional, text } from '../options.js';
import { checkFormat, formats, renderLineage, renderLineagePath, renderValidation } from '../render/lineage.js';

const scope = {
  rev: text('REV', 'the records of a git revision, instead of the worktree'),
  all: flag('the committed records of all branches and tags together'),
} as const;

const format = text('FORMAT', `one of: ${formats.join(', ')}`, { complete: formats });

const graph = defineCommand({
  name: 'lineage',
  summary: 'show what a version was made from, and what was made from it',
  details:
    'Without REF, the whole lineage. A tree by default, or a Mermaid diagram without REF. A version called like one of the commands (path) is named with its number: path:v1.',
  operands: [optional('REF', 'artifact, version or tracked path', 'target')],
  options: {
    ancestors: flag('only what it was made from'),
    descendants: flag('only what was made from it'),
    depth: count('N', 'at most N generations'),
    format,
    ...scope,
  },
  examples: [
    { command: 'pixelis lineage model-sft-abc123', explanation: 'as a tree' },
    {
      command: 'pixelis lineage dataset-cota_sft-v1 --descendants --depth 2',
      explanation: 'what was made from a dataset, and from that',
    },
    { command: 'pixelis lineage --format dot | dot -Tpng -o lineage.png', explanation: 'everything, as a picture' },
    { command: 'pixelis lineage model-sft-abc123@v1.0', explanation: 'as the tag v1.0 has it' },
  ],
  answers: true,
  async run({ operands: [reference], options }, session): Promise<LineageResult> {
    checkFormat(options.format, reference);
    const { lineage } = await session.repository();
    const { rev: revision, all, ancestors, descendants, depth } = options;
    return lineage.graph(reference, { ...session.task, revision, all, ancestors, descendants, depth });
  },
  render: renderLineage,
});

const path = defineCommand({
  name: 'lineage path',
  summary: 'show the shortest way from one version to another',
  details: 'Ends with 1 where neither was made from the other.',
  operands: [one('A', 'the one version', 'target'), one('B', 'the other', 'target')],
  options: scope,
  examples: [
    {
      command: 'pixelis lineage path dataset-cota_sft-v1 model-ttrl-ghi789',
      explanation: 'how the dataset came into the model',
    },
  ],
  answers: true,
  async run({ operands: [from = '', to = ''], options }, session): Promise<LineagePathResult> {
    const { lineage } = await session.repository();
    return lineage.path(from, to, { ...session.task, revision: options.rev, all: options.all });
  },
  render: renderLineagePath,
  exitCode: ({ found }) => (found ? 0 : 1),
});

const run = defineCommand({
  name: 'lineage run',
  summary: 'show what a run used and made',
  operands: [one('ID', 'id of the run, or its beginning')],
  options: { format, ...scope },
  examples: [{ command: 'pixelis lineage run k7m2x9w4q1', explanation: 'inputs and outputs of a run' }],
  answers: true,
  async run({ operands: [id = ''], options }, session): Promise<LineageResult> {
    checkFormat(options.format, id);
    const { lineage } = await session.repository();
    return lineage.run(id, { ...session.task, revision: options.rev, all: options.all });
  },
  render: renderLineage,
});

const validate = defineCommand({
  name: 'lineage validate',
  summary: 'look for records that contradict each other',
  details:
    'Missing parents, digests that contradict a record, cycles, runs without record, evaluations whose name says something else. Ends with 4 where there is an error, with 0 where there are warnings alone.',
  operands: [],
  options: { objects: flag('look for the bytes of every version too, in the cache and on the remote'), ...scope },
  examples: [{ command: 'pixelis lineage validate --all', explanation: 'across all branches and tags' }],
  async run({ options }, session): Promise<LineageValidateResult> {
    const { lineage } = await session.repository();
    const { rev: revision, all, objects } = options;
    return lineage.validate({ ...session.task, revision, all, objects });
  },
  render: renderValidation,
});

export const lineageCommands: readonly Command[] = [graph, path, run, validate];
