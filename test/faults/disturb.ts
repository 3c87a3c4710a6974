import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapAtOnce } from '#bucket/map-at-once.js';
import type { Test } from 'tap';
import { runCli } from '../support/cli.js';
import { compileShim, type DisturbedRun, type Fault, type FaultKind, runDisturbed } from './fault-process.js';
import { findViolations, type Snapshot, takeSnapshot, type Undisturbed, versionsIn } from './invariants.js';
import { copyBox, environmentOf, makeScenarios, type Scenario, type Scenarios } from './sandbox.js';

/** Where disturbances are tried: a folder for boxes, and the shim. */
export interface Laboratory {
  readonly folder: string;
  readonly shim: string;
  readonly scenarios: Scenarios;
}

/** Undefined, and the test skipped, where faults cannot be injected. */
export async function openLaboratory(t: Test): Promise<Laboratory | undefined> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'pixelis-faults-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const shim = await compileShim(folder);
  if (shim === undefined) {
    t.plan(0, 'faults need Linux and a C compiler (cc)');
    return undefined;
  }
  return { folder, shim, scenarios: await makeScenarios(folder) };
}

/** A sample, spread evenly; PIXELIS_FAULTS may name its size, or `all`. */
export function samplePoints(count: number, sample: number): readonly number[] {
  const wanted = process.env['PIXELIS_FAULTS'] ?? sample;
  const step = wanted === 'all' ? 1 : Math.max(1, count / Number(wanted));
  const points = new Set<number>();
  for (let point = step; point <= count + 0.5; point += step) points.add(Math.floor(point));
  return [...points];
}

/** Disturbs a scenario at these points, one fault after the other. @returns everything that was wrong */
export async function tryFaults(
  laboratory: Laboratory,
  { scenario, kind, sample }: { readonly scenario: Scenario; readonly kind: FaultKind; readonly sample: number },
  judge: (run: DisturbedRun) => Iterable<string>,
): Promise<{ readonly points: number; readonly violations: readonly string[] }> {
  const expected = await undisturbed(laboratory, scenario);
  const points = samplePoints(await countPoints(laboratory, scenario, kind), sample);
  const trials = await mapAtOnce(points, 3, (at) =>
    tryFault(laboratory, { scenario, fault: { kind, at }, expected }, judge),
  );
  return { points: points.length, violations: trials.flatMap(({ violations }) => violations) };
}

/** What a scenario is without a disturbance. */
async function undisturbed({ folder, scenarios }: Laboratory, scenario: Scenario): Promise<Undisturbed> {
  const box = join(folder, 'undisturbed');
  await copyBox(scenario.box, box);
  const before = await takeSnapshot(box, scenario.clone);
  const run = await runCli(join(box, scenario.clone), scenario.args, { env: environmentOf(box) });
  if (run.code !== 0) throw new Error(`'${scenario.name}' ended with ${run.code}: ${run.stderr}`);
  const versions = await versionsIn(join(scenarios.last, 'ada'));
  return { before, after: await takeSnapshot(box, scenario.clone), versions };
}

/** How many operations of a command can meet this fault. */
async function countPoints(laboratory: Laboratory, scenario: Scenario, kind: FaultKind): Promise<number> {
  const box = join(laboratory.folder, 'counted');
  const run = await disturbedIn(box, { laboratory, scenario, fault: { kind, at: 0 } });
  return run.count;
}

interface Trial {
  readonly run: DisturbedRun;
  /** Empty, if all is well. */
  readonly violations: readonly string[];
}

/** Disturbs the scenario at one point, looks at the invariants, runs the command again and looks whether all is done. */
async function tryFault(
  laboratory: Laboratory,
  { scenario, fault, expected }: { readonly scenario: Scenario; readonly fault: Fault; readonly expected: Undisturbed },
  judge: (run: DisturbedRun) => Iterable<string>,
): Promise<Trial> {
  const { clone, args } = scenario;
  const box = join(laboratory.folder, `${fault.kind}-${fault.at}`);
  const run = await disturbedIn(box, { laboratory, scenario, fault });
  const violations = [...judge(run), ...(await findViolations(box, clone, expected))];
  if (!didAll(run)) {
    const again = await runCli(join(box, clone), args, { env: environmentOf(box) });
    if (again.code !== 0) violations.push(`run again, it ended with ${again.code}: ${again.stderr}`);
  }
  violations.push(...differences(await takeSnapshot(box, clone), expected.after));
  await rm(box, { recursive: true, force: true });
  const where = `${scenario.name}, ${fault.kind} at ${fault.at} (${run.hit?.replace(box, '') ?? 'nowhere'})`;
  return { run, violations: violations.map((text) => `${where}: ${text}`) };
}

/** A command that left something undone, such as a remote that could not be asked, ends well and says so in a warning. */
function didAll({ code, stdout }: DisturbedRun): boolean {
  return code === 0 && (JSON.parse(stdout) as { readonly warnings: readonly unknown[] }).warnings.length === 0;
}

function* differences(actual: Snapshot, expected: Snapshot): Generator<string, void, undefined> {
  for (const key of ['files', 'gitStatus', 'cache', 'remote'] as const) {
    const [a, b] = [flat(actual[key]), flat(expected[key])];
    const more = a.filter((line) => !b.includes(line));
    const fewer = b.filter((line) => !a.includes(line));
    if (more.length + fewer.length > 0)
      yield `in the end ${key} has too much: [${more.join(', ')}], lacks: [${fewer.join(', ')}]`;
  }
}

function flat(facts: readonly string[] | Snapshot['files']): readonly string[] {
  return Array.isArray(facts) ? facts : Object.entries(facts).map(([path, what]) => `${path}: ${what}`);
}

async function disturbedIn(
  box: string,
  {
    laboratory,
    scenario,
    fault,
  }: { readonly laboratory: Laboratory; readonly scenario: Scenario; readonly fault: Fault },
): Promise<DisturbedRun> {
  await copyBox(scenario.box, box);
  const { shim } = laboratory;
  const command = { args: [...scenario.args, '--json'], cwd: join(box, scenario.clone), folder: box, shim };
  return runDisturbed({ ...command, environment: environmentOf(box) }, fault);
}
