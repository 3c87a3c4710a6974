import type { CheckProofResult, ProveResult, SealResult, SealsResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { count, detail, dryRun, one, text } from '../options.js';
import { renderChecked, renderProof, renderSeal, renderSeals } from '../render/seals.js';

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
    push: detail(
      'REMOTE',
      'bring the seals to a remote of git, too: origin, or REMOTE; joins what others sealed meanwhile',
    ),
    remote: detail('NAME', 'keep the checkpoint on a remote of Pixelis, too: the default one, or NAME', {
      complete: 'remote',
    }),
    lockDays: count('N', 'let nobody remove it there for so many days: S3 Object Lock'),
    dryRun,
  },
  examples: [
    { command: 'pixelis audit seal --push', explanation: 'every night, or before a release' },
    { command: 'pixelis audit seal --push --remote --lock-days 3650', explanation: 'and in the bucket for ten years' },
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
  options: {
    fetch: detail('REMOTE', 'bring the seals of a remote of git first: of origin, or REMOTE'),
    remote: detail('NAME', 'compare with those that a remote of Pixelis keeps: the default one, or NAME', {
      complete: 'remote',
    }),
  },
  examples: [
    { command: 'pixelis audit seals', explanation: 'who sealed what, and when' },
    { command: 'pixelis audit seals --fetch', explanation: 'with what others sealed' },
  ],
  answers: true,
  async run({ options }, session): Promise<SealsResult> {
    const { seals } = await session.repository();
    return seals.list({ ...session.task, ...options });
  },
  render: renderSeals,
});

const prove = defineCommand({
  name: 'audit prove',
  summary: 'prove that a version or run was recorded when the newest seal was made',
  details:
    'The proof holds the record, the way from it to the root of the tree, and the signed checkpoint: some kilobytes that anybody ' +
    'can check without the repository. With --since it shows, too, that the list grew out of a checkpoint that somebody kept.',
  operands: [one('REF', 'the version, or id of a run', 'artifact')],
  options: {
    output: text('FILE', 'write the proof there instead of printing it', { short: 'o', complete: 'path' }),
    since: text('FILE', 'a checkpoint that was kept', { complete: 'path' }),
  },
  examples: [
    { command: 'pixelis audit prove model-sft-run42:v3 -o proof.json', explanation: 'for whoever must be shown' },
  ],
  answers: true,
  async run({ operands: [reference = ''], options }, session): Promise<ProveResult> {
    const { seals } = await session.repository();
    return seals.prove(reference, { ...session.task, ...options });
  },
  render: renderProof,
});

const checkProof = defineCommand({
  name: 'audit check-proof',
  summary: 'check a proof, without any repository',
  details:
    'Says what is proven, and whose signature stands for it. Whom to trust is yours to say: a key by its fingerprint, or a file of ' +
    'allowed signers (see ssh-keygen(1)). Where you say so and the proof is signed by none of them, the exit code is 4.',
  operands: [one('FILE', 'what pixelis audit prove wrote', 'path')],
  options: {
    key: text('KEY', 'a key that you trust: SHA256:…, or its text as verifiers of signed notes are given it'),
    signers: text('FILE', 'file of allowed signers', { complete: 'path' }),
  },
  examples: [
    {
      command: 'pixelis audit check-proof proof.json --signers allowed_signers',
      explanation: 'signed by one of them?',
    },
  ],
  answers: true,
  run: ({ operands: [file = ''], options }, session): Promise<CheckProofResult> => session.checkProof(file, options),
  render: renderChecked,
});

export const sealCommands: readonly Command[] = [seal, list, prove, checkProof];
