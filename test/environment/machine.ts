import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import { type CaptureRequest, captureEnvironment } from '#environment/capture-environment.js';
import { machineFiles } from '#environment/machine-files.js';
import type { EnvironmentRecord } from '#model/environment.js';
import { makeFolder } from '../support/git-repository.js';

/** A machine of our own making: a worktree, a home folder, a PATH with nothing on it but what a test puts there. */
export interface Machine {
  /** Top of the worktree. */
  readonly root: string;
  readonly home: string;
  /** The only folder on the PATH. */
  readonly bin: string;
  /** What stands for `/` where files of the system are read. */
  readonly system: string;
  readonly environment: Record<string, string | undefined>;
  /** Writes a file, with the folders above it; a relative path is below the worktree. Returns its absolute path. */
  readonly write: (file: string, content: string) => Promise<string>;
  /** Puts a shell script on the PATH, or where an absolute path says. */
  readonly program: (name: string, script: string) => Promise<string>;
  readonly capture: (command: readonly string[], request?: Partial<CaptureRequest>) => Promise<EnvironmentRecord>;
}

export async function makeMachine(t: Test): Promise<Machine> {
  const folder = await makeFolder(t);
  const [root = '', home = '', bin = '', system = ''] = await Promise.all(
    ['worktree', 'home', 'bin', 'system'].map(async (name) => {
      await mkdir(path.join(folder, name));
      return path.join(folder, name);
    }),
  );
  const environment: Machine['environment'] = { PATH: bin, HOME: home };
  const write: Machine['write'] = async (name, content) => {
    const file = path.resolve(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  };
  return {
    root,
    home,
    bin,
    system,
    environment,
    write,
    async program(name, script) {
      const file = await write(path.resolve(bin, name), script.startsWith('#!') ? script : `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
      return file;
    },
    capture: (command, request = {}) =>
      captureEnvironment({
        level: 1,
        command,
        folder: root,
        root,
        environment,
        secrets: plainly,
        files: machineFiles(system),
        ...request,
      }),
  };
}

/** Lets everything through. */
export const plainly: CaptureRequest['secrets'] = {
  text: (value) => value,
  variable: (_, value) => value,
  url: (value) => value,
};
