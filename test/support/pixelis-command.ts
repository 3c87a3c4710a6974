import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Test } from 'tap';
import { bin } from './cli.js';
import { temporaryFolder } from './temporary-folder.js';

/** `pixelis` on the path of a user who has nothing but git and a name. */
export interface PixelisCommand {
  /** Empty but for what belongs to the user; goes with the test. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function makePixelisCommand(t: Test): Promise<PixelisCommand> {
  const folder = await temporaryFolder(t);
  const home = join(folder, 'home');
  await mkdir(join(home, 'bin'), { recursive: true });
  const command = join(home, 'bin', 'pixelis');
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  await chmod(command, 0o755);
  const settings = '[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n';
  await writeFile(join(home, 'gitconfig'), settings);
  return {
    folder,
    environment: {
      PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH']}`,
      HOME: home,
      GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
    },
  };
}
