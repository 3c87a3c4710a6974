import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';

/** One process of a race: a program of the tests that tells what it counted, line by line as JSON. */
export interface Racer {
  readonly program: string;
  readonly given: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Goes on that long, also where everything that is to happen has happened. */
const leastMs = Number(process.env['PIXELIS_RACE_MS'] ?? 500);
/** Ends then, whatever has happened. */
const mostMs = leastMs + 20_000;

/**
 * Lets processes loose on each other until `isEnough` has happened, then stops them: what they `counted` in all, and how many
 * failed. They begin at once when all of them are ready.
 */
export async function raceProcesses<Count extends string>(
  t: Test,
  { racers: given, counted }: { readonly racers: readonly Racer[]; readonly counted: readonly Count[] },
  isEnough: (sums: Readonly<Record<Count, number>>) => boolean,
): Promise<{ readonly sums: Readonly<Record<Count, number>>; readonly failures: number }> {
  const racers = given.map((racer) => start(t, racer));
  await Promise.all(racers.map(({ ready }) => ready));
  for (const { say } of racers) say('start');
  const started = performance.now();
  const all = (): Readonly<Record<Count, number>> => {
    const reports = racers.map(({ report }) => report());
    const sum = (what: Count): number => reports.reduce((total, report) => total + (report[what] ?? 0), 0);
    return Object.fromEntries(counted.map((what) => [what, sum(what)])) as Record<Count, number>;
  };
  const isTime = (): boolean => {
    const ms = performance.now() - started;
    return ms > mostMs || (ms > leastMs && isEnough(all()));
  };
  while (!isTime()) await sleep(20);
  for (const { say } of racers) say('stop');
  const codes = await Promise.all(racers.map(({ ended }) => ended));
  for (const { report } of racers) t.comment(JSON.stringify(report()));
  return { sums: all(), failures: codes.filter((code) => code !== 0).length };
}

function start(t: Test, { program, given, environment }: Racer) {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(environment === undefined ? {} : { env: environment }),
  });
  t.teardown(() => child.kill('SIGKILL'));
  let last = '{}';
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line.startsWith('{')) last = line;
  });
  const ended = once(child, 'close').then(([code]) => code as unknown);
  return {
    ready: Promise.race([once(lines, 'line'), ended]),
    ended,
    say: (line: string) => child.stdin.write(`${line}\n`),
    report: () => JSON.parse(last) as Readonly<Record<string, number | undefined>>,
  };
}
