import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Data to put under version, always the same bytes. */
export interface Workload {
  readonly name: string;
  readonly description: string;
  /** Makes the data at `path`. */
  make(path: string): void;
}

export const workloads: readonly Workload[] = [
  {
    name: 'small',
    description: '70,000 files of about 280 B in 70 folders (19 MB)',
    make: (path) => makeFiles(path, { folders: 70, filesEach: 1000, size: (index) => 230 + (index % 101) }),
  },
  {
    name: 'images',
    description: '25,000 files of about 35 kB in 25 folders (866 MB)',
    make: (path) =>
      makeFiles(path, { folders: 25, filesEach: 1000, size: (index) => 20_000 + ((index * 7919) % 29_280) }),
  },
  { name: 'big', description: 'one file of 2 GiB', make: (path) => makeBigFile(path, 2 * 1024 ** 3) },
  {
    name: 'million',
    description: '1,000,000 files of 4 KiB in 1,000 folders',
    make: (path) => makeFiles(path, { folders: 1000, filesEach: 1000, size: () => 4096 }),
  },
];

interface Shape {
  readonly folders: number;
  readonly filesEach: number;
  readonly size: (index: number) => number;
}

function makeFiles(path: string, { folders, filesEach, size }: Shape): void {
  const random = randomBytesFrom(1);
  let index = 0;
  for (let folder = 0; folder < folders; folder++) {
    const name = join(path, `part-${String(folder).padStart(4, '0')}`);
    mkdirSync(name, { recursive: true });
    for (let file = 0; file < filesEach; file++) {
      writeFileSync(join(name, `sample-${String(file).padStart(4, '0')}.bin`), random(size(index)));
      index += 1;
    }
  }
}

function makeBigFile(path: string, size: number): void {
  const random = randomBytesFrom(2);
  const file = openSync(path, 'wx');
  try {
    for (let written = 0; written < size; written += 1024 * 1024) writeSync(file, random(1024 * 1024));
  } finally {
    closeSync(file);
  }
}

/** Bytes that do not compress, the same on every machine (xorshift32). */
function randomBytesFrom(seed: number): (size: number) => Uint8Array {
  let state = seed;
  return (size) => {
    const words = new Uint32Array(Math.ceil(size / 4));
    for (let index = 0; index < words.length; index++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[index] = state;
    }
    return new Uint8Array(words.buffer, 0, size);
  };
}
