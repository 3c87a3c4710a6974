import { PixelisError, type ReproduceResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { dryRun, flag, one, text } from '../options.js';
import { renderReproduce } from '../render/reproduce.js';

export const reproduce = defineCommand({
  name: 'reproduce',
  summary: 'execute a run again, and judge what it makes',
  details:
    "Checks the run's commit out in a scratch worktree, with the changes that it had and its inputs, executes its command, and compares each output with the first: identical, within the tolerance, different, or not runnable. The verdict is recorded as a run of its own. Your worktree is left as it is.\nA revision stands for the runs that made what it tracks. Ends with 0 where all is identical or within the tolerance, else with 1.",
  operands: [one('RUN|REVISION', 'id of a run, or its beginning; or a git revision')],
  options: {
    tolerance: text('X', 'numbers in JSON and tables may deviate by this part: 1e-6'),
    keep: flag('leave the scratch worktree, and say where it is'),
    scratch: text('DIR', 'make the scratch worktree there, in an absent or empty folder', { complete: 'folder' }),
    dryRun,
  },
  examples: [
    { command: 'pixelis reproduce k7m2x9w4q1', explanation: 'the outputs must be the same, byte for byte' },
    { command: 'pixelis reproduce k7m2 --tolerance 1e-3', explanation: 'metrics may deviate by a thousandth' },
    { command: 'pixelis reproduce v1.0', explanation: 'all runs that made what the tag v1.0 tracks' },
    { command: 'pixelis reproduce k7m2x9w4q1 --keep', explanation: 'look into what it made this time' },
  ],
  answers: true,
  async run({ operands: [reference = ''], options }, session): Promise<ReproduceResult> {
    const { tolerance, ...others } = options;
    const repository = await session.repository();
    return repository.reproduce(reference, {
      ...session.task,
      ...others,
      tolerance: tolerance === undefined ? undefined : toleranceOf(tolerance),
      onOutput: (chunk) => session.passOn(chunk, 'stderr'),
    });
  },
  render: renderReproduce,
  exitCode: ({ verdict, problems }) => {
    if (problems.length > 0) return undefined;
    return verdict === 'different' || verdict === 'not-runnable' ? 1 : 0;
  },
});

function toleranceOf(given: string): number {
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new PixelisError('usage.invalid-argument', `'--tolerance ${given}' is no relative deviation`, {
    hint: 'give a number from 0 on: --tolerance 1e-6',
  });
}
