import type { CheckoutResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { dryRun, targets } from '../options.js';
import { placementOf, placeOptions } from '../place-options.js';
import { renderCheckout } from '../render/placed.js';

export const checkout = defineCommand({
  name: 'checkout',
  summary: 'make the worktree match the pointers',
  details:
    "Touches only what differs, removes what only another commit had, and leaves your own files alone. Bytes that exist nowhere else are never overwritten unless forced. Takes objects from the cache alone: 'pixelis pull' fetches them first.",
  operands: [targets],
  options: { ...placeOptions, dryRun },
  examples: [
    { command: 'git switch experiment && pixelis checkout', explanation: 'the data of another branch' },
    { command: 'pixelis checkout data/train/images', explanation: 'one folder inside a tracked folder' },
    { command: 'pixelis checkout data/train --force', explanation: 'give up the changes at a path' },
    {
      command: 'pixelis checkout data/train --merge',
      explanation: 'what others changed since, with what you changed and did not add yet',
    },
  ],
  async run({ operands, options }, session): Promise<CheckoutResult> {
    const repository = await session.repository();
    return repository.checkout(operands, { ...session.task, ...placementOf(options), dryRun: options.dryRun });
  },
  render: renderCheckout,
});
