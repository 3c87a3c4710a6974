import { isAbsolute } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import { findExecutable } from '#process/find-executable.js';
import type { RunResult } from '#schema/index.js';
import { prepareRun } from './prepare-run.js';
import type { RepositoryContext } from './repository-context.js';
import type { RunRequest } from './run-request.js';
import { pathFromTop } from './user-path.js';

/** What a command would be executed with, and what would come of it; nothing is written. @throws as {@link prepareRun} */
export async function planRun(
  context: RepositoryContext,
  command: readonly string[],
  request: RunRequest,
): Promise<RunResult> {
  const { run, outputs, artifacts, inputs } = await prepareRun(context, { kind: 'command' }, request);
  return {
    pixelis: 1,
    command: 'run',
    dryRun: true,
    run,
    ...(request.name === undefined ? {} : { name: request.name }),
    state: 'PLANNED',
    seconds: 0,
    captureLevel: request.captureLevel ?? context.config.capture.level,
    inputs: inputs.map((input) => ({ ...input })),
    outputs: [],
    planned: outputs.map(({ path, name }, index) => {
      const artifact = name ?? artifacts[index];
      return { path: pathFromTop(context, path), ...(artifact === undefined ? {} : { artifact }) };
    }),
    staged: [],
    redacted: 0,
    problems: [],
    warnings: isThere(context, command) ? [] : [notThere(command)],
  };
}

/** A path is left to the system: it is taken from the folder in which the command would run. */
function isThere({ environment }: RepositoryContext, [file = '']: readonly string[]): boolean {
  return isAbsolute(file) || /[\\/]/.test(file) || findExecutable(file, environment) !== undefined;
}

function notThere([file]: readonly string[]) {
  return problemOf(
    new PixelisError('process.failed', `program '${file}' was not found`, { hint: 'check its name and the PATH' }),
  );
}
