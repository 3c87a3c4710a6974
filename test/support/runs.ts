import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { decodeRunRecord, runRecordPath } from '#format/run-record.js';
import type { RunRecord, StoredFile } from '#model/run.js';
import { bin } from './cli.js';
import { openOperationContext } from './operation-context.js';
import type { GitRepository } from './git-repository.js';

/** The record of a run in the worktree. */
export async function runRecord({ root }: Pick<GitRepository, 'root'>, run: string): Promise<RunRecord> {
  const path = runRecordPath(run);
  return decodeRunRecord(await readFile(`${root}/${path}`), path);
}

/** What a run kept: its output, its series. */
export async function keptFile(t: Test, repository: GitRepository, file: StoredFile | undefined): Promise<Buffer> {
  if (file === undefined) throw new Error('nothing was kept');
  const { context } = await openOperationContext(t, repository);
  const cache = await context.cache();
  return Buffer.from(await cache.read(file.digest));
}

/** `pixelis run`, in a process group of its own, while it goes on. */
export interface StartedRunProcess {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Settles when the command has said so. */
  says(text: string): Promise<void>;
  /** Exit code, or the name of a signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export function startRun(repository: GitRepository, ...args: readonly string[]): StartedRunProcess {
  const child: ChildProcess = spawn(process.execPath, [bin, 'run', ...args], {
    cwd: repository.root,
    env: repository.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const says = async (text: string): Promise<void> => {
    if (stdout.includes(text)) return;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`it never said '${text}': ${stdout}${stderr}`);
    await sleep(10);
    await says(text);
  };
  return {
    pid: child.pid as number,
    stdout: () => stdout,
    stderr: () => stderr,
    says,
    ended: once(child, 'close').then(([exitCode, signal]) => (exitCode ?? signal) as number | NodeJS.Signals),
  };
}
