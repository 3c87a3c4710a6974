import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunScope } from './run-scope.js';

/** A run of this program, as seen by the code in its callback. */
export interface Surrounding {
  readonly scope: RunScope;
  /** Its public face. */
  readonly context: object;
}

const surroundings = new AsyncLocalStorage<Surrounding>();

/** Calls `body`, to which (and to all that it calls) the run is the surrounding one. */
export function runInside<T>(surrounding: Surrounding, body: () => T): T {
  return surroundings.run(surrounding, body);
}

/** The innermost run in whose callback this code runs, unless it has ended. */
export function surroundingRun(): Surrounding | undefined {
  const surrounding = surroundings.getStore();
  return surrounding?.scope.isOpen === true ? surrounding : undefined;
}
