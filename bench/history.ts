import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { encodePointer } from '../src/format/pointer.js';
import { type GraphSize, madeRuns } from './graph.js';

export interface HistorySize extends GraphSize {
  /** Every so many runs the next one is recorded on a branch, which is merged. */
  readonly mergeEvery: number;
}

/**
 * Imports a history on top of what HEAD has: a commit for each run of `madeRuns`, with its records and a pointer that moves,
 * and now and then a branch that is merged.
 */
export async function importHistory(root: string, { mergeEvery, ...size }: HistorySize): Promise<void> {
  const child = spawn('git', ['fast-import', '--quiet', '--force'], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const write = async (...parts: readonly (string | Uint8Array)[]): Promise<void> => {
    for (const part of parts) if (!child.stdin.write(part)) await once(child.stdin, 'drain');
  };
  let index = 0;
  let mark = 0;
  const commit = async (subject: string, parents: readonly number[]): Promise<number> => {
    mark += 1;
    const who = `Ada Lovelace <ada@example.org> ${1_767_225_600 + 60 * index + 59} +0000`;
    const [first, ...merged] = parents;
    await write(
      `commit refs/heads/main\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`,
      `data ${Buffer.byteLength(subject)}\n${subject}\n`,
      first === undefined ? 'from refs/heads/main^0\n' : `from :${first}\n`,
      ...merged.map((parent) => `merge :${parent}\n`),
    );
    return mark;
  };
  const modify = async (path: string, bytes: Uint8Array): Promise<void> => {
    await write(`M 100644 inline ${path}\ndata ${bytes.length}\n`, bytes, '\n');
  };
  let head: number | undefined;
  for await (const { id, model, files } of madeRuns(size)) {
    const before = head;
    head = await commit(`run ${id}`, head === undefined ? [] : [head]);
    for (const [path, bytes] of files) await modify(path, bytes);
    await modify(`models/${index % 7}.pt.pixelis.yaml`, encodePointer({ ...model, size: 1_000_000 + index }));
    if (before !== undefined && index % mergeEvery === 0) {
      const note = await commit(`note ${index}`, [before]);
      await modify(`notes/${index}.md`, Buffer.from(`${index}\n`));
      head = await commit(`merge ${index}`, [head, note]);
      await modify(`notes/${index}.md`, Buffer.from(`${index}\n`));
    }
    index += 1;
  }
  child.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
