import { join } from 'node:path';
import { type Test, test } from 'tap';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { type Image, makeImage, mountImage, openPowerStation, unmountImage } from './losing-disk.js';
import { type CutPower, cutPower, type Workload } from './power-cut.js';
import { carelessProgram, unflushedAdd, workloads } from './power-workloads.js';

const cuts = Number(process.env['PIXELIS_POWER_CUTS']);

// On a file system in a loop mount, switched off at a random moment: PIXELIS_POWER_CUTS=60 as root.
void test('what was acknowledged is there after a power cut, and nothing is half there', async (t) => {
  const station = await openPowerStation(t);
  if (station === undefined) return;
  for (const fileSystem of station.fileSystems) {
    const image = (workload: Workload): Promise<Image> => prepare(join(station.folder, fileSystem), workload);
    for (const workload of workloads) {
      await t.test(`${workload.name}, on ${fileSystem}`, async (part) => {
        const { acknowledged, violations } = await cutOften(part, await image(workload), workload);
        part.ok(acknowledged > 0, 'something was acknowledged');
        part.same(violations, []);
      });
    }
    for (const workload of [carelessProgram, unflushedAdd]) {
      await t.test(`and ${workload.name} is seen to lose, on ${fileSystem}`, async (part) => {
        const { violations } = await cutOften(part, await image(workload), workload);
        part.ok(violations.length > 0, 'a loss is seen');
      });
    }

    async function prepare(path: string, workload: Workload): Promise<Image> {
      const made = await makeImage(path, fileSystem);
      await mountImage(made, `${path}-arranged`);
      try {
        await workload.arrange(join(`${path}-arranged`, 'box'));
      } finally {
        await unmountImage(`${path}-arranged`);
      }
      return made;
    }
  }
});

async function cutOften(t: Test, image: Image, workload: Workload): Promise<CutPower> {
  const trials = await mapAtOnce([...Array(cuts).keys()], 2, () => cutPower(image, workload));
  const acknowledged = trials.reduce((sum, trial) => sum + trial.acknowledged, 0);
  const violations = trials.flatMap((trial) => trial.violations);
  t.comment(`${cuts} cuts, ${acknowledged} acknowledged, ${violations.length} violations`);
  return { acknowledged, violations };
}
