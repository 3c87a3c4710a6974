import { ExperimentContext } from './experiment-context.js';
import type { ExperimentOptions } from './experiment-options.js';

/**
 * The same function, each call of which is a run: named after the function, with the object that is its first argument as
 * parameters, unless the options say otherwise. Inside, {@link ExperimentContext.current} is the run.
 * @example
 * const experiment = reproducible({ name: 'experiment_1', captureLevel: 2 }, async (config: Config) => train(config));
 * await experiment({ learningRate: 3e-5 });
 */
export function reproducible<A extends readonly unknown[], R>(
  options: ExperimentOptions,
  call: (...parameters: A) => R | Promise<R>,
): (...parameters: A) => Promise<R> {
  return (...parameters) => {
    const defaults = { name: call.name === '' ? undefined : call.name, config: configOf(parameters[0]) };
    return ExperimentContext.run({ ...defaults, ...options }, () => call(...parameters));
  };
}

function configOf(parameter: unknown): object | undefined {
  if (typeof parameter !== 'object' || parameter === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(parameter);
  return prototype === Object.prototype || prototype === null ? parameter : undefined;
}
