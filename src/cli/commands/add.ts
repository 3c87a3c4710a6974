import { type AddResult, artifactTypes, PixelisError } from '../../index.js';
import { defineCommand } from '../command.js';
import { dryRun, flag, some, text, texts } from '../options.js';
import { parseAssignments } from '../parse-assignments.js';
import { renderAdd } from '../render/add.js';

export const add = defineCommand({
  name: 'add',
  summary: 'put files and folders under version',
  details:
    'Hashes the content into the cache, writes a version record and a pointer file beside the path, lets git ignore the path itself, and stages these small files. Content that did not change makes no new version. Type and name are derived from the path where they are not given, and kept the next time.',
  operands: [some('PATH', 'file or folder', 'path')],
  options: {
    name: text('NAME', 'name of the artifact', { complete: 'artifact' }),
    type: text('TYPE', 'type of the artifact', {
      complete: artifactTypes,
    }),
    parent: texts('REF', 'a version that this one was made from', { complete: 'target' }),
    noParents: flag('inside a run: it was made from none of the inputs'),
    meta: texts('K=V', 'say something about the version; V is read as JSON where it is JSON'),
    alias: texts('ALIAS', 'name the version'),
    asIs: flag('record what is there even if its pointer names another version by now'),
    dryRun,
  },
  examples: [
    { command: 'pixelis add data/train', explanation: 'type and name are derived from the path and shown' },
    {
      command: 'pixelis add data/cota.json --name dataset-cota_sft --type dataset --meta num_samples=12000',
      explanation: 'with a name, and metadata to search by',
    },
    {
      command: 'pixelis add models/final.pt --name model-sft-run42 --parent dataset-cota_sft:v2 --alias best',
      explanation: 'a model, what it was made from, and an alias',
    },
  ],
  async run({ operands, options }, session): Promise<AddResult> {
    const { name, type, parent, noParents, meta, alias, asIs, dryRun: isDryRun } = options;
    const metadata = meta.length === 0 ? undefined : parseAssignments('--meta', meta);
    const repository = await session.repository();
    return repository.add(operands, {
      ...session.task,
      name,
      type,
      parents: parentsOf(parent, noParents),
      aliases: alias,
      metadata,
      asIs,
      dryRun: isDryRun,
    });
  },
  render: renderAdd,
});

/** Undefined where nothing is said of them. */
function parentsOf(parents: readonly string[], none: boolean): readonly string[] | undefined {
  if (!none) return parents.length === 0 ? undefined : parents;
  if (parents.length === 0) return [];
  throw new PixelisError('usage.invalid-argument', '--parent and --no-parents contradict each other', {
    hint: 'leave out one of them',
  });
}
