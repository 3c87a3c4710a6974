import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { openLaboratory, tryFaults } from './disturb.js';
import { findViolations, takeSnapshot, versionsIn } from './invariants.js';

// The whole command line in a process of its own, which is killed before one of its operations on files.
// PIXELIS_FAULTS=all tries every operation.
void test('a command that is killed at any moment loses nothing, and run again it comes to the same end', async (t) => {
  const laboratory = await openLaboratory(t);
  if (laboratory === undefined) return;
  for (const scenario of laboratory.scenarios.all) {
    await t.test(scenario.name, async (part) => {
      const judge = (): readonly string[] => [];
      const { points, violations } = await tryFaults(laboratory, { scenario, kind: 'kill', sample: 8 }, judge);
      part.comment(`${points} points`);
      part.ok(points > 0, 'something was disturbed');
      part.same(violations, []);
    });
  }

  await t.test('and what a careless program leaves is found', async (part) => {
    const box = laboratory.scenarios.last;
    const ada = join(box, 'ada');
    const state = await takeSnapshot(box, 'ada');
    const undisturbed = { before: state, after: state, versions: await versionsIn(ada) };
    part.same(await findViolations(box, 'ada', undisturbed), [], 'all is well');

    await writeFile(join(ada, 'data', '0.csv'), 'row 0\nro');
    const [version] = undisturbed.versions;
    const pack = join(box, 'remote', 'packs', 'ab', '0'.repeat(62));
    await cp(join(ada, 'model.bin'), pack);
    await writeFile(join(ada, 'model.bin.pixelis.yaml'), pointerToNothing);
    const found = (await findViolations(box, 'ada', undisturbed)).join('\n');
    part.ok(version !== undefined);
    part.match(found, /data\/0\.csv' is neither old nor new/);
    part.match(found, /packs\/ab\/0+' has other bytes/);
    part.match(found, /points at '.*v9-00000000\.yaml', which does not exist/);
    part.match(found, /needs blake3:0+, which is nowhere/);
  });
});

const pointerToNothing = `pixelis: 1
artifact: model-model
version: 9
digest: blake3:${'0'.repeat(64)}
size: 5
`;
