import type { ResolveOptions, ResolveResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { any, dryRun, flag } from '../options.js';
import { oneOf } from '../one-of.js';
import { renderResolve } from '../render/resolve.js';

const sides = ['ours', 'theirs', 'union'] as const;

export const resolve = defineCommand({
  name: 'resolve',
  summary: 'settle what a merge left in conflict, file by file',
  details:
    'Without a choice it settles what needs none, and lists the rest file by file. --ours and --theirs decide where both sides ' +
    'made different things of one file; what they did elsewhere is merged all the same. --union keeps both files, theirs under ' +
    'another name beside ours, and what only one side deleted. A path inside a folder limits the choice to it. The result is a new ' +
    'version with both sides as its parents; pointer and record are staged. In a rebase, ours is what the commits are put upon. ' +
    'Exit code 1 while anything is in conflict.',
  operands: [any('PATH', 'tracked path, artifact, or path inside a folder in conflict; default: everything', 'path')],
  options: {
    ours: flag('where both sides contradict each other, take ours'),
    theirs: flag('take theirs'),
    union: flag('keep both'),
    dryRun,
  },
  examples: [
    { command: 'pixelis resolve', explanation: 'list what is in conflict' },
    { command: 'pixelis resolve data/train --theirs', explanation: 'theirs, where both changed a file' },
    { command: 'pixelis resolve data/train/labels.csv --ours', explanation: 'one file' },
  ],
  answers: true,
  async run({ operands, options: { dryRun: isDry, ...chosen } }, session): Promise<ResolveResult> {
    const side: ResolveOptions['side'] = oneOf(sides, chosen);
    const { merging } = await session.repository();
    return merging.resolve(operands, { ...session.task, side, dryRun: isDry });
  },
  render: renderResolve,
  exitCode: ({ paths }) => (paths.some(({ state }) => state === 'conflicted') ? 1 : undefined),
});
