import type { SealResult, SealsResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { dryRun, text } from '../options.js';
import { renderSeal, renderSeals } from '../render/seals.js';

const seal = defineCommand({
  name: 'audit seal',
  summary: 'sign a checkpoint over all that is recorded now',
  details:
    'Puts every record and pointer that any branch, remote branch or tag leads to, and where these stand, into a list that only ' +
    'grows, and signs the root of the tree over it (RFC 6962). The seals lie in refs/pixelis/seals. What was rewritten or lost ' +
    'since the last seal is told, and nothing is sealed: where it was meant, give the reason with --accept, which then stands in the seal.',
  operands: [],
  options: {
    accept: text('REASON', 'why what was rewritten or lost since the last seal was meant to be'),
    dryRun,
  },
  examples: [
    { command: 'pixelis audit seal', explanation: 'every night, or before a release' },
    {
      command: "pixelis audit seal --accept 'Ada asked for her data to be removed'",
      explanation: 'after history was rewritten on purpose',
    },
  ],
  async run({ options }, session): Promise<SealResult> {
    const { seals } = await session.repository();
    return seals.make({ ...session.task, ...options });
  },
  render: renderSeal,
});

const list = defineCommand({
  name: 'audit seals',
  summary: 'list the seals, and look whether what they sealed is still there',
  operands: [],
  options: {},
  examples: [{ command: 'pixelis audit seals', explanation: 'who sealed what, and when' }],
  answers: true,
  async run(_input, session): Promise<SealsResult> {
    const { seals } = await session.repository();
    return seals.list(session.task);
  },
  render: renderSeals,
});

export const sealCommands: readonly Command[] = [seal, list];
