import type { PurgeResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { any, flag, text, texts } from '../options.js';
import { renderPurge } from '../render/purge.js';

export const purge = defineCommand({
  name: 'purge',
  summary: 'remove content for good, everywhere',
  details:
    'For what must go: personal data, a licence that ended. Names an artifact (all its versions), a version, or a file or folder ' +
    'inside one (REF//path), and removes it from the cache, its trash and quarantine, and from every remote. The records stay, ' +
    'and a tombstone says who removed what, when and why: from then on every command says that it was purged, and refuses to ' +
    'bring it back. What other versions need of a purged folder stays, unless --with-sharing says otherwise; a file that is ' +
    'named goes from every version. Without --apply this is a plan. Without REF: what tombstones name that others made. ' +
    'Nothing brings back what is purged.',
  operands: [any('REF', 'what must go', 'artifact')],
  options: {
    reason: text('TEXT', 'why; it is on record for ever, so it must not repeat what has to go'),
    apply: flag('remove it: nothing brings it back'),
    remote: texts('NAME', 'only this remote, or these; default: every remote', { complete: 'remote' }),
    local: flag('no remote: only this repository'),
    withSharing: flag('also what other versions need of a purged folder'),
    worktree: flag('also the files in this worktree'),
  },
  examples: [
    { command: 'pixelis purge dataset-cota_sft:v2//interviews/p17.json', explanation: 'what would go, and from where' },
    {
      command: "pixelis purge dataset-cota_sft:v2//interviews/p17.json --reason 'consent withdrawn' --apply",
      explanation: 'one file, from every version that has it',
    },
    { command: "pixelis purge dataset-licensed --reason 'licence ended' --apply", explanation: 'all its versions' },
    { command: 'pixelis purge --apply', explanation: 'after a git pull: what others have purged goes from this cache' },
  ],
  answers: true,
  async run({ operands, options: { remote: remotes, ...options } }, session): Promise<PurgeResult> {
    const repository = await session.repository();
    return repository.purge(operands, { ...session.task, ...options, remotes });
  },
  render: renderPurge,
});
