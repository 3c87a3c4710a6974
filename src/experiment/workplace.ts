import type { Repository } from '../repository.js';
import type { RepositoryChoice } from './experiment-options.js';
import { type Chosen, openChoice } from './open-choice.js';
import type { RunScope } from './run-scope.js';
import { surroundingRun } from './surrounding-run.js';

/** Where an object works that a program made by itself. */
export interface Workplace {
  /** The run in which it works: its own, else the one around the call where no repository was chosen. */
  run(): RunScope | undefined;
  /** That of the run; else the chosen one, opened when it is first asked for. */
  repository(): Promise<Repository>;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

export function workplace(choice: RepositoryChoice, own?: RunScope): Workplace {
  const isChosen = Object.values(choice).some((part) => part !== undefined);
  let opened: Promise<Chosen> | undefined;
  const run = () => own ?? (isChosen ? undefined : surroundingRun()?.scope);
  return {
    run,
    repository: async () => run()?.repository ?? (await (opened ??= openChoice(choice))).repository,
    close: async () => (await opened)?.release(),
  };
}
