import type { CheckoutOptions } from '../index.js';
import { oneOf } from './one-of.js';
import { flag } from './options.js';

/** What may become of files in whose place others come. */
export const placeOptions = {
  force: flag('overwrite changed files, even if their bytes exist nowhere else', { short: 'f' }),
  merge: flag('keep what was changed here, on top of what the pointers name now', { short: 'm' }),
  ours: flag('merge, and where both changed a file, keep what is here'),
  theirs: flag('merge, and where both changed a file, take what the pointer names'),
};

/** @throws `usage.invalid-argument` where both sides are chosen */
export function placementOf({
  force,
  merge,
  ours,
  theirs,
}: Readonly<Record<keyof typeof placeOptions, boolean>>): Pick<CheckoutOptions, 'force' | 'merge'> {
  const side = oneOf(['ours', 'theirs'] as const, { ours, theirs });
  return { force, merge: side ?? merge };
}
