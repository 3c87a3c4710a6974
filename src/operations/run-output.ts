import { open } from 'node:fs/promises';
import { diskError, isDiskError } from '#errors/index.js';
import { type LiveRunFolder, liveRunFolder } from '#live-run/live-run-folder.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import type { OutputTail } from '#schema/index.js';
import { isWorthAHint, readStoredFile } from './bring-objects.js';
import { findRun, isOver } from './known-runs.js';
import { readLiveFile } from './live-run-facts.js';
import type { RepositoryContext } from './repository-context.js';

export type OutputStream = 'stdout' | 'stderr';

/** What a run wrote; by now, where it goes on. */
export interface RunOutput {
  readonly run: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Everything that the command of a run wrote. Nothing, where nothing was kept.
 * @throws `run.not-found`, `reference.ambiguous`; when it is read, `object.missing`, `object.corrupt`
 */
export async function runOutput(
  context: RepositoryContext,
  { id, stream }: { readonly id: string; readonly stream: OutputStream },
  options: TaskOptions & { readonly revision?: string | undefined } = {},
): Promise<RunOutput> {
  const run = await findRun(context, id, options);
  return { run: run.run, bytes: outputBytes(context, { run, stream }, options) };
}

interface OutputOfRun {
  readonly run: RunFacts;
  readonly stream: OutputStream;
}

async function* outputBytes(
  context: RepositoryContext,
  { run, stream }: OutputOfRun,
  options: TaskOptions,
): AsyncIterable<Uint8Array> {
  const file = run[stream];
  if (!isOver(run)) yield* readLiveFile(liveRunFolder(context.sharedState, run.run)[stream], options);
  else if (file !== undefined) yield* readStoredFile(context, { what: `${stream} of run '${run.run}'`, file }, options);
}

/** Lines that give an impression, and bytes that may hold them. */
const tail = { lines: 10, bytes: 64 * 1024 };

/** The end of what a run wrote, as far as it is at hand; undefined where nothing was kept. */
export async function outputTail(
  context: RepositoryContext,
  { run, stream }: OutputOfRun,
  options: TaskOptions,
): Promise<OutputTail | undefined> {
  if (!isOver(run)) return liveTail(liveRunFolder(context.sharedState, run.run), stream);
  const file = run[stream];
  if (file === undefined) return undefined;
  if (!(await isWorthAHint(context, file, options))) return { size: file.size, lines: [] };
  let end = Buffer.alloc(0);
  for await (const chunk of outputBytes(context, { run, stream }, options)) {
    end = Buffer.concat([end, chunk]).subarray(-tail.bytes);
  }
  return { size: file.size, lines: lastLines(end, file.size) };
}

async function liveTail(live: LiveRunFolder, stream: OutputStream): Promise<OutputTail | undefined> {
  try {
    const file = await open(live[stream]);
    try {
      const { size } = await file.stat();
      const end = Buffer.alloc(Math.min(size, tail.bytes));
      const { bytesRead } = await file.read(end, 0, end.length, size - end.length);
      return { size, lines: lastLines(end.subarray(0, bytesRead), size) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, live[stream]);
  }
}

function lastLines(end: Uint8Array, size: number): readonly string[] {
  const lines = new TextDecoder().decode(end).replace(/\n$/, '').split('\n');
  // The first one may have been cut.
  const whole = end.length < size && lines.length > 1 ? lines.slice(1) : lines;
  // What a progress bar drew over is not to be seen.
  return size === 0 ? [] : whole.slice(-tail.lines).map((line) => line.replace(/\r$/, '').split('\r').at(-1) ?? '');
}
