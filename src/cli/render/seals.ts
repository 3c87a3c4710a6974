import type { SealFacts, SealResult, SealsResult } from '../../index.js';
import { columns, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderSeal({ seal, added, dryRun, problems }: SealResult): Rendered {
  if (problems.length > 0) return { lines: ['nothing is sealed'], next: 'next: pixelis audit' };
  const { states, heads, accepted } = added;
  const parts = [
    `${states} new ${states === 1 ? 'state' : 'states'} of records and pointers`,
    `${heads} moved ${heads === 1 ? 'head' : 'heads'}`,
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
  ];
  if (dryRun) return { lines: [`would seal ${parts.join(', ')}`] };
  if (seal === undefined) return { lines: ['there is nothing to seal yet'] };
  if (states + heads + accepted === 0) return { lines: [`nothing is new since the seal of ${seal.time}`] };
  return {
    lines: [`sealed ${parts.join(', ')}`, `${seal.size} entries in all, root ${seal.root}`],
  };
}

export function renderSeals({ seals }: SealsResult): Rendered {
  if (seals.length === 0) return { lines: ['no seals'], next: 'next: pixelis audit seal' };
  return { lines: columns(seals.map(cells)) };
}

function cells({ commit, time = '', size, added, accepted, keys }: SealFacts): readonly string[] {
  const why = accepted === undefined ? '' : printable(`accepted: ${accepted}`);
  return [commit.slice(0, 12), time, `${size} entries`, `+${added}`, keys.join(' ') || 'not signed', why];
}
