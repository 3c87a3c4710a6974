import type { VerifyResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { count, detail, flag, targets, text } from '../options.js';
import { renderVerify } from '../render/verify.js';

export const verify = defineCommand({
  name: 'verify',
  summary: 'find damage and loss, and heal it',
  details:
    'Looks whether records and pointers can be read and agree, and whether the cache has every object that they need, whole and ' +
    'under its name. --full hashes every byte, --sample some of them; --remote asks a remote as well. What is wrong is named with ' +
    'every version, path, run and commit that needs it. --repair puts good bytes in its place from wherever there are any: ' +
    'another copy, the quarantine, the worktree, a remote. What is damaged is set aside, never deleted. ' +
    'Exit code 4 where anything is damaged or missing afterwards, 12 where only a remote could not be asked.',
  operands: [targets],
  options: {
    full: flag('hash every byte in the cache'),
    sample: text('N|P%', 'hash so many objects, chosen at random, and say how sure that makes'),
    limitSeconds: count('S', 'leave off hashing after so long, and say how much was covered'),
    remote: detail('NAME', 'look at the remote, too: the default one, or NAME', { complete: 'remote' }),
    download: flag('read every byte that is needed from the remote, and keep nothing'),
    repair: flag('put good bytes in the place of what is damaged or missing'),
    all: flag('what every commit on every branch and tag points at'),
  },
  examples: [
    { command: 'pixelis verify', explanation: 'quick: names, sizes, records, pointers' },
    { command: 'pixelis verify --full --repair', explanation: 'every byte, healed where there is a good copy' },
    { command: 'pixelis verify --sample 1% --limit-seconds 600', explanation: 'every night a little' },
    {
      command: 'pixelis verify dataset-cota_sft --remote=backup --download',
      explanation: 'one artifact on one remote',
    },
  ],
  answers: true,
  async run({ operands, options }, session): Promise<VerifyResult> {
    const repository = await session.repository();
    return repository.verify(operands, { ...session.task, ...options });
  },
  render: renderVerify,
});
