import { execFile, spawn } from 'node:child_process';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { hasPython } from '../support/has-python.js';
import { makeFolder } from '../support/git-repository.js';

/** File systems that can lose what was not flushed, at once and as often as wanted. */
export type FileSystem = 'ext4' | 'xfs';

/** Switches a file system off as a power cut does: what is in memory never reaches the disk. */
export interface PowerSwitch {
  /** At once; nothing can be read or written until {@link mountImage} after {@link unmountImage}. */
  cut(): Promise<void>;
  /** Lets go of it, with the power on. */
  close(): Promise<void>;
}

/** A folder for images, and the file systems that can be made here. Undefined, and the test skipped, where power cannot be cut. */
export async function openPowerStation(
  t: Test,
): Promise<{ readonly folder: string; readonly fileSystems: readonly FileSystem[] } | undefined> {
  const folder = await makeFolder(t);
  const reason = await reasonNotToCut(folder);
  if (reason !== undefined) {
    t.plan(0, reason);
    return undefined;
  }
  const hasXfs = await isThere('mkfs.xfs', '-V');
  t.comment(hasXfs ? 'on ext4 and xfs' : 'on ext4; on xfs as well where mkfs.xfs is on the path');
  return { folder, fileSystems: hasXfs ? ['ext4', 'xfs'] : ['ext4'] };
}

/** A file system in a sparse file. */
export interface Image {
  readonly path: string;
  readonly fileSystem: FileSystem;
}

/** An empty one. */
export async function makeImage(path: string, fileSystem: FileSystem): Promise<Image> {
  await writeFile(path, '');
  await truncate(path, sizes[fileSystem]);
  await run(`mkfs.${fileSystem}`, '-q', path);
  return { path, fileSystem };
}

/** A copy of one that is not mounted; holes stay holes. */
export async function copyImage({ path, fileSystem }: Image, to: string): Promise<Image> {
  await run('cp', '--sparse=always', path, to);
  return { path: to, fileSystem };
}

/** What the journal holds is replayed first, as after a power cut. */
export async function mountImage({ path, fileSystem }: Image, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('mount', '-t', fileSystem, '-o', mountOptions[fileSystem], path, folder);
}

/** Waits until the last program has let go of it. */
export async function unmountImage(folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await run('umount', folder);
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(25);
    }
  }
}

/**
 * A switch for the file system mounted at this folder. With a neighbour, another program there flushes a file of its own all
 * the time: that commits the journal, and so makes names durable whose bytes are not.
 */
export async function openPowerSwitch(
  folder: string,
  { hasNeighbour }: { readonly hasNeighbour: boolean },
): Promise<PowerSwitch> {
  const child = spawn('python3', ['-c', switchProgram, folder, hasNeighbour ? '0.005' : ''], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const expectLine = async (expected: string): Promise<void> => {
    const { value } = (await lines.next()) as { readonly value?: string };
    if (value !== expected) throw new Error(`the power switch said '${value}' instead of '${expected}'`);
  };
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await expectLine('ready');
  return {
    async cut() {
      child.stdin.end('cut\n');
      await expectLine('dark');
      await ended;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

// Copies of an image have one id between them.
const mountOptions = { ext4: 'loop', xfs: 'loop,nouuid' } as const;
const sizes = { ext4: 192 << 20, xfs: 320 << 20 } as const;

// FS_IOC_SHUTDOWN (ext4 and xfs have the same), without a flush of the log.
const switchProgram = `
import fcntl, os, select, struct, sys
folder = os.open(sys.argv[1], os.O_RDONLY)
pause = float(sys.argv[2]) if sys.argv[2] else None
neighbour = os.open(sys.argv[1] + '/neighbour', os.O_RDWR | os.O_CREAT) if pause else None
print('ready', flush=True)
while not select.select([sys.stdin], [], [], pause)[0]:
    os.pwrite(neighbour, os.urandom(64), 0)
    os.fsync(neighbour)
if sys.stdin.readline() == 'cut\\n':
    fcntl.ioctl(folder, 0x8004587d, struct.pack('I', 2))
    print('dark', flush=True)
`;

async function reasonNotToCut(folder: string): Promise<string | undefined> {
  if (process.env['PIXELIS_POWER_CUTS'] === undefined)
    return 'cutting the power takes minutes, and root: PIXELIS_POWER_CUTS=60 (so many of each kind)';
  if (process.getuid?.() !== 0) return 'cutting the power needs root, for mounts';
  if (!hasPython) return 'cutting the power needs python3';
  if (!(await isThere('mkfs.ext4', '-V'))) return 'cutting the power needs mkfs.ext4';
  const mounted = join(folder, 'probe-mounted');
  try {
    await mountImage(await makeImage(join(folder, 'probe'), 'ext4'), mounted);
  } catch (error) {
    return `cutting the power needs loop mounts: ${(error as Error).message}`;
  }
  await unmountImage(mounted);
  return undefined;
}

function isThere(program: string, ...args: readonly string[]): Promise<boolean> {
  return run(program, ...args).then(
    () => true,
    () => false,
  );
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(program, args);
}
