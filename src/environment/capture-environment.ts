import path from 'node:path';
import { throwIfInterrupted } from '#errors/index.js';
import type { EnvironmentRecord } from '#model/environment.js';
import type { CaptureLevel } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import { ask } from './ask.js';
import { type Interpreters, interpretersOf } from './command-interpreters.js';
import { containerFacts } from './container-facts.js';
import { gpuFacts } from './gpu-facts.js';
import { lockfiles } from './lockfiles.js';
import { type MachineFiles, machineFiles } from './machine-files.js';
import { nodeFacts } from './node-facts.js';
import { programVersions } from './program-versions.js';
import { type SurveyedPython, surveyPython } from './python-facts.js';
import { recordedInterpreters } from './recorded-interpreters.js';
import { schedulerFacts } from './scheduler.js';
import type { SecretFilter, Survey } from './survey.js';
import { systemFacts } from './system-facts.js';
import { textByName } from './text-by-name.js';
import { lastingVariables, switches } from './variables.js';

export interface CaptureRequest {
  readonly level: CaptureLevel;
  /** Program and arguments; none: what is installed where the folder is. */
  readonly command: readonly string[];
  /** Captures what this record speaks of, whatever the command. */
  readonly like?: EnvironmentRecord | undefined;
  /** Where the command is started, absolute; the top of the worktree or below it. */
  readonly folder: string;
  /** Top of the worktree, absolute. */
  readonly root: string;
  /** Variables that the command is given. */
  readonly environment: Environment;
  readonly secrets: SecretFilter;
  /** Files of the machine; default: of this one. */
  readonly files?: MachineFiles;
}

/**
 * What a command would run on, here and now. What cannot be found out is noted under `unknown` with the reason, and no
 * error. Programs that are asked get 5 s each, all at once. @throws `interrupted`
 */
export async function captureEnvironment(
  { level, command, like, files = machineFiles(), ...place }: CaptureRequest,
  { signal }: TaskOptions = {},
): Promise<EnvironmentRecord> {
  throwIfInterrupted(signal);
  const unknown: (readonly [string, string])[] = [];
  const survey: Survey = {
    ...place,
    files,
    signal,
    missing: (where, reason) => void unknown.push([where, place.secrets.text(reason, 'environment')]),
  };
  const found = like === undefined ? interpretersOf(command, survey) : recordedInterpreters(like, survey);
  if (found.reason !== undefined) survey.missing('command', found.reason);
  const python = pythonOf(found, survey);
  const [surveyed, node, programs, locks, system, gpu] = await Promise.all([
    python,
    nodeOf(found, survey),
    programVersions(found.programs, survey),
    lockfiles(survey),
    level < 2 ? undefined : systemFacts(survey),
    level < 2 ? undefined : gpuFacts(survey, python),
  ]);
  return {
    level,
    ...(surveyed === undefined ? {} : { python: surveyed.facts }),
    ...(node === undefined ? {} : { node }),
    programs,
    lockfiles: locks,
    switches: switches(survey),
    ...(system === undefined ? {} : { system }),
    ...(gpu === undefined ? {} : { gpu }),
    ...(level < 3
      ? {}
      : {
          container: containerFacts(survey),
          scheduler: schedulerFacts(survey.environment),
          variables: lastingVariables(survey),
        }),
    unknown: textByName(unknown),
  };
}

async function pythonOf({ python }: Interpreters, survey: Survey): Promise<SurveyedPython | undefined> {
  if (python?.reason === undefined) return python && surveyPython(python, survey);
  const { question, reason } = python;
  const told = question && (await ask(survey, question.program, question.args)).text?.split('\n').at(-1);
  if (told !== undefined && path.isAbsolute(told)) return surveyPython({ file: told, flags: [] }, survey);
  survey.missing('python', reason);
  return undefined;
}

async function nodeOf({ node }: Interpreters, survey: Survey) {
  if (node?.reason !== undefined) survey.missing('node', node.reason);
  return node?.file === undefined ? undefined : nodeFacts(node.file, survey);
}
