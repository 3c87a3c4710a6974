import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bin, runCli } from '../support/cli.js';
import { misnamed } from './invariants.js';
import { copyImage, type Image, mountImage, openPowerSwitch, unmountImage } from './losing-disk.js';
import { type Box, environmentOf, git } from './sandbox.js';

/** A box on a disk whose power is going to be cut. */
export interface Powered {
  readonly box: Box;
  /** What the command printed with `--json`: it was acknowledged, by exit code 0 while there was power. @throws otherwise */
  pixelis(clone: string, ...args: readonly string[]): Promise<unknown>;
  git(clone: string, ...args: readonly string[]): Promise<void>;
  /** Everything there is: what git places in the worktree, for one, it does not flush itself. */
  flush(): Promise<void>;
  /** Says that something was acknowledged to a user. */
  acknowledge(): void;
  /** From now on this must be found when the power is back: what is wrong, or nothing. It takes the place of what had the name. */
  promise(name: string, check: () => Promise<readonly string[]>): void;
  /** From now on it need not be. */
  release(name: string): void;
}

/** What is done again and again until the power is cut. */
export interface Workload {
  readonly name: string;
  readonly arrange: (box: Box) => Promise<void>;
  /** One time after the other; each of them as often as it can, at once. */
  readonly rounds: readonly ((powered: Powered, round: number) => Promise<void>)[];
  /** When the power is back: what was interrupted, again. */
  readonly again: (powered: Powered) => Promise<void>;
  /** Folders of stores, by path in the box. */
  readonly stores: readonly string[];
}

export interface CutPower {
  readonly acknowledged: number;
  readonly violations: readonly string[];
}

/** Cuts the power once in a copy of an image, at a random moment, and looks what is there when it is back. */
export async function cutPower(image: Image, workload: Workload): Promise<CutPower> {
  const folder = `${image.path}-cut-${randomInt(2 ** 32)}`;
  const copy = await copyImage(image, `${folder}.image`);
  await mountImage(copy, folder);
  try {
    const checks: Checks = new Map();
    const box = join(folder, 'box');
    const { acknowledged, failures } = await workUntilDark({ box, folder, checks }, workload);
    await unmountImage(folder);
    await mountImage(copy, folder);
    const violations = [...failures, ...(await lookAround(box, workload, checks))];
    await unlockGit(box);
    violations.push(...(await doAgain(box, workload)));
    violations.push(...(await lookAround(box, workload, checks)).map((text) => `in the end ${text}`));
    return { acknowledged, violations: violations.map((text) => text.replaceAll(folder, '')) };
  } finally {
    await unmountImage(folder);
    await rm(copy.path);
  }
}

type Checks = Map<string, () => Promise<readonly string[]>>;

interface Worked {
  readonly acknowledged: number;
  /** Of commands that failed though there was power. */
  readonly failures: readonly string[];
}

/** Works until the power is cut: at any moment, or the moment that something is acknowledged. */
async function workUntilDark(
  { box, folder, checks }: { readonly box: Box; readonly folder: string; readonly checks: Checks },
  { rounds }: Workload,
): Promise<Worked> {
  const power = await openPowerSwitch(folder, { hasNeighbour: randomInt(2) === 1 });
  const programs = programsIn(box);
  const failures: string[] = [];
  let acknowledged = 0;
  let dark: Promise<void> | undefined;
  const cut = (): void => {
    dark ??= power.cut();
    programs.kill();
  };
  const atAcknowledgement = randomInt(2) === 1;
  let isDue = false;
  const timer = setTimeout(
    () => {
      isDue = true;
      if (!atAcknowledgement) cut();
    },
    randomInt(100, 4000),
  );
  const powered: Powered = {
    box,
    async pixelis(clone, ...args) {
      const stdout = await programs.run(process.execPath, [bin, '--json', ...args], clone);
      powered.acknowledge();
      return JSON.parse(stdout) as unknown;
    },
    git: async (clone, ...args) => void (await programs.run('git', args, clone)),
    flush: async () => void (await programs.run('sync', ['--file-system', '.'], '.')),
    acknowledge() {
      acknowledged++;
      if (isDue) cut();
    },
    promise: (name, check) => void checks.set(name, check),
    release: (name) => void checks.delete(name),
  };
  await Promise.all(
    rounds.map(async (work) => {
      try {
        for (let round = 0; ; round++) await work(powered, round);
      } catch (error) {
        if (dark === undefined) failures.push(`before the cut: ${briefly(error)}`);
      }
    }),
  );
  clearTimeout(timer);
  cut();
  await dark;
  return { acknowledged, failures };
}

/** Runs programs in folders of a box until they are killed; what ends after that has not ended well. */
function programsIn(box: Box) {
  const running = new Set<ChildProcess>();
  let isKilled = false;
  const throwIfKilled = (): void => {
    if (isKilled) throw new Error('the power is out');
  };
  return {
    async run(program: string, args: readonly string[], folder: string): Promise<string> {
      throwIfKilled();
      const options = { cwd: join(box, folder), env: environmentOf(box), detached: true } as const;
      const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      running.add(child);
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      const code = await new Promise<number | null>((resolve, reject) =>
        child.once('error', reject).once('close', resolve),
      );
      running.delete(child);
      throwIfKilled();
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
      return stdout;
    },
    kill(): void {
      isKilled = true;
      for (const { pid } of running) if (pid !== undefined) killGroup(pid);
    },
  };
}

/** Objects under a name that is not theirs, and promises that were not kept. */
async function lookAround(box: Box, { stores }: Workload, checks: Checks): Promise<readonly string[]> {
  const found: string[] = [];
  for (const store of stores) found.push(...(await misnamed(join(box, store))));
  for (const [name, check] of checks) {
    const wrong = await check().catch((error: unknown) => [(error as Error).message]);
    found.push(...wrong.map((text) => `${name}: ${text}`));
  }
  return found;
}

/** Git leaves its locks as they were; it tells its user to remove them. */
async function unlockGit(box: Box): Promise<void> {
  for (const name of await readdir(box, { recursive: true }))
    if (/\/\.git\/(?!pixelis\/).*\.lock$/.test(`/${name}`)) await rm(join(box, name));
}

async function doAgain(box: Box, workload: Workload): Promise<readonly string[]> {
  const nothing = (): void => undefined;
  const powered: Powered = {
    box,
    async pixelis(clone, ...args) {
      const run = await runCli(join(box, clone), ['--json', ...args], { env: environmentOf(box) });
      if (run.code !== 0) throw new Error(`${args.join(' ')} ended with ${run.code}: ${run.stdout}${run.stderr}`);
      return JSON.parse(run.stdout) as unknown;
    },
    git: async (clone, ...args) => void (await git(box, join(box, clone), ...args)),
    flush: () => Promise.resolve(),
    acknowledge: nothing,
    promise: nothing,
    release: nothing,
  };
  try {
    await workload.again(powered);
    return [];
  } catch (error) {
    return [`again: ${briefly(error)}`];
  }
}

function briefly(error: unknown): string {
  return (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 2000);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
