// A program with three runs that go on until a signal ends them; it says when they have begun.
import { setTimeout as sleep } from 'node:timers/promises';
import { ExperimentContext } from '../../src/index.js';

const [, , folder = '', kind = ''] = process.argv;
if (kind === 'with its own handler') {
  process.once('SIGTERM', () => process.stdout.write('handled\n'));
}
const controller = new AbortController();
if (kind === 'which decides itself') process.once('SIGTERM', () => controller.abort());
const options = { folder, captureLevel: 1, handleSignals: kind !== 'which decides itself' } as const;
let begun = 0;
const runs = ['one', 'two', 'three'].map((runId) =>
  ExperimentContext.run({ ...options, runId, signal: controller.signal }, async (run) => {
    if ((begun += 1) === 3) process.stdout.write('begun\n');
    await sleep(60_000, undefined, { signal: run.signal });
  }),
);
const outcomes = await Promise.allSettled(runs);
process.stdout.write(
  outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'done')).join(' '),
);
