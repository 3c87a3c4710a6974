import type { EnvironmentRecord } from '#model/environment.js';
import type { EnvironmentDifference } from '#model/environment-difference.js';
import type { RunRecord } from '#model/run.js';

const maxShown = 3;

/** `package numpy: 2.0.1 instead of 1.26.4`. */
export function describeDifference({ aspect, key, recorded, actual }: EnvironmentDifference): string {
  const what = aspect === key ? key : `${aspect} ${key}`;
  if (recorded === undefined) return `${what}: ${actual} is new`;
  return actual === undefined ? `${what}: ${recorded} is missing` : `${what}: ${actual} instead of ${recorded}`;
}

/** What most likely made a result differ: the worst differences of the environments, else what was left to chance. */
export function likelyCause({
  record,
  recorded,
  differences,
}: {
  readonly record: RunRecord;
  readonly recorded: EnvironmentRecord | undefined;
  readonly differences: readonly EnvironmentDifference[];
}): string {
  const grave = differences.filter(({ severity }) => severity === 'breaking' || severity === 'likely');
  if (grave.length > 0) {
    const more = grave.length > maxShown ? `; and ${grave.length - maxShown} more` : '';
    return `${grave.slice(0, maxShown).map(describeDifference).join('; ')}${more}`;
  }
  if (recorded === undefined) return 'not known: the environment of the first run is not recorded here';
  const chances = [
    ...(recorded.python !== undefined && recorded.switches['PYTHONHASHSEED'] === undefined
      ? ['PYTHONHASHSEED was not set, so the order of sets is another each time']
      : []),
    ...(record.seed === undefined ? ['no seed was given (--seed)'] : []),
  ];
  const chance = chances.length === 0 ? 'the command leaves something to chance' : chances.join(', and ');
  return `the environments are alike as far as it matters; ${chance}`;
}
