import { test } from 'tap';
import { openLaboratory, tryFaults } from './disturb.js';
import type { DisturbedRun, FaultKind } from './fault-process.js';

/** The error that each fault is to be reported as. */
const expected: ReadonlyArray<readonly [Exclude<FaultKind, 'kill'>, string]> = [
  ['ENOSPC', 'disk.full'],
  ['EIO', 'disk.failed'],
  ['EMFILE', 'disk.failed'],
  ['EACCES', 'disk.denied'],
];

// PIXELIS_FAULTS=all tries every operation.
void test('a file operation that fails ends a command with one clear error, and run again it comes to its end', async (t) => {
  const laboratory = await openLaboratory(t);
  if (laboratory === undefined) return;
  for (const scenario of laboratory.scenarios.all) {
    for (const [kind, code] of expected) {
      await t.test(`${scenario.name}, ${kind}`, async (part) => {
        const { points, violations } = await tryFaults(laboratory, { scenario, kind, sample: 3 }, (run) =>
          misreported(run, code),
        );
        part.comment(`${points} points`);
        part.ok(points > 0, 'something was disturbed');
        part.same(violations, []);
      });
    }
  }
});

/** A command that could do without the operation may have gone on; one that could not says so, and ends as documented. */
function* misreported(
  { code, stdout, stderr, hit }: DisturbedRun,
  expectedCode: string,
): Generator<string, void, undefined> {
  if (code === 0) return;
  if (hit === undefined) {
    yield `it ended with ${code} though nothing was disturbed: ${stdout}`;
    return;
  }
  const { error, problems = [] } = JSON.parse(stdout) as {
    readonly error?: { readonly code: string; readonly message: string; readonly data?: { readonly code?: string } };
    readonly problems?: readonly { readonly code: string; readonly message: string }[];
  };
  // What gc cannot read is one error, which says why.
  const why = error?.code === 'gc.root-unreadable' ? { ...error, code: error.data?.code ?? '' } : error;
  for (const each of why === undefined ? problems : [why])
    if (each.code !== expectedCode) yield `it says '${each.code}' (${each.message}), not '${expectedCode}'`;
  const exitCode = error === undefined ? 3 : 1;
  if (code !== exitCode) yield `it ended with ${code}, not ${exitCode}`;
  if (stderr !== '') yield `it printed to stderr: ${stderr}`;
}
