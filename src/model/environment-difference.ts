import type { TextByName } from './environment.js';

/** How likely it is that a difference changes a result, or that nothing works any more; worst first. */
export const severities = ['breaking', 'likely', 'possible', 'cosmetic'] as const;
export type Severity = (typeof severities)[number];

export const aspects = [
  'interpreter',
  'package',
  'program',
  'switch',
  'gpu',
  'system',
  'container',
  'lockfile',
  'variable',
  'scheduler',
] as const;
export type Aspect = (typeof aspects)[number];

/** One fact that two environments do not share. */
export interface EnvironmentDifference {
  readonly severity: Severity;
  readonly aspect: Aspect;
  /** Which one: `python`, `torch`, `driver`. */
  readonly key: string;
  /** Left out where the recorded environment has nothing of the kind; `unknown` where it could not be found out. */
  readonly recorded?: string;
  readonly actual?: string;
}

/** A fact on both sides: of the recorded environment, and of the one that it is compared with. */
export interface Fact {
  readonly aspect: Aspect;
  readonly key: string;
  readonly recorded: string | undefined;
  readonly actual: string | undefined;
}

/** How bad it is that a fact differs. A side that is undefined has it not. */
export type Judge = (recorded: string | undefined, actual: string | undefined) => Severity;

export const unknownFact = 'unknown';

/** The difference between the sides of a fact; none where they are equal, or neither is known. */
export function differenceOf(fact: Fact, judge: Judge): readonly EnvironmentDifference[] {
  const { aspect, key, recorded, actual } = fact;
  if (recorded === actual) return [];
  const isKnown = (value: string | undefined) => value !== undefined && value !== unknownFact;
  if (!isKnown(recorded) && !isKnown(actual)) return [];
  const severity =
    recorded === unknownFact
      ? 'cosmetic'
      : actual === unknownFact || isSameSecret(recorded, actual)
        ? 'possible'
        : judge(recorded, actual);
  return [
    {
      severity,
      aspect,
      key,
      ...(recorded === undefined ? {} : { recorded }),
      ...(actual === undefined ? {} : { actual }),
    },
  ];
}

/** The differences between two maps, name by name. */
export function mapDifferences(
  aspect: Aspect,
  { recorded, actual }: { readonly recorded: TextByName; readonly actual: TextByName },
  judge: (name: string) => Judge,
): readonly EnvironmentDifference[] {
  const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
  return [...names].flatMap((key) =>
    differenceOf({ aspect, key, recorded: recorded[key], actual: actual[key] }, judge(key)),
  );
}

/** Fingerprints of one secret are equal in one clone only: of two that differ it is not known whether they do. */
function isSameSecret(recorded: string | undefined, actual: string | undefined): boolean {
  const rule = (value: string | undefined) => /^redacted:([^:]+):[0-9a-f]+$/.exec(value ?? '')?.[1];
  return rule(recorded) !== undefined && rule(recorded) === rule(actual);
}
