import { machineDifferences } from './compare-machines.js';
import type { EnvironmentRecord, PythonFacts, TextByName } from './environment.js';
import {
  aspects,
  differenceOf,
  type EnvironmentDifference,
  type Judge,
  mapDifferences,
  type Severity,
  severities,
  unknownFact,
} from './environment-difference.js';

export interface EnvironmentComparison {
  /** Worst first, then by aspect and key. */
  readonly differences: readonly EnvironmentDifference[];
  /** Whether what worked there can be expected to work here, with the same results: no difference is breaking or likely. */
  readonly isSatisfied: boolean;
}

/** Where `actual` differs from `recorded`, as far as both were captured: what only one of two levels holds is passed over. */
export function compareEnvironments(recorded: EnvironmentRecord, actual: EnvironmentRecord): EnvironmentComparison {
  const differences = [
    ...pythonDifferences(recorded, actual),
    ...nodeDifferences(recorded, actual),
    ...mapDifferences('program', withUnknown('programs', recorded, actual), () => versionJudge('breaking')),
    ...lockfileDifferences(recorded, actual),
    ...mapDifferences('switch', { recorded: recorded.switches, actual: actual.switches }, switchJudge),
    ...machineDifferences(recorded, actual),
    ...(recorded.variables === undefined || actual.variables === undefined
      ? []
      : mapDifferences('variable', { recorded: recorded.variables, actual: actual.variables }, variableJudge)),
  ].sort(compareDifferences);
  return { differences, isSatisfied: differences.every(({ severity }) => !isGrave(severity)) };
}

function isGrave(severity: Severity): boolean {
  return severity === 'breaking' || severity === 'likely';
}

function compareDifferences(a: EnvironmentDifference, b: EnvironmentDifference): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    aspects.indexOf(a.aspect) - aspects.indexOf(b.aspect) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

function pythonDifferences(recorded: EnvironmentRecord, actual: EnvironmentRecord): readonly EnvironmentDifference[] {
  const [before, after] = [recorded.python, actual.python];
  const title = ({ python, unknown }: EnvironmentRecord) =>
    python === undefined ? unknownOf(unknown, 'python') : `${python.implementation} ${python.version}`;
  const found = differenceOf(
    { aspect: 'interpreter', key: 'python', recorded: title(recorded), actual: title(actual) },
    pythonJudge,
  );
  if (before === undefined || after === undefined) return found;
  const plain = (key: 'executable' | 'kind') =>
    differenceOf({ aspect: 'interpreter', key: `python.${key}`, recorded: before[key], actual: after[key] }, cosmetic);
  return [
    ...found,
    ...plain('kind'),
    ...plain('executable'),
    ...mapDifferences('package', { recorded: before.packages, actual: after.packages }, () => packageJudge),
    ...sourceDifferences(before, after),
    ...mapDifferences(
      'package',
      { recorded: prefixed('conda ', before.conda), actual: prefixed('conda ', after.conda) },
      () => packageJudge,
    ),
  ];
}

/** From where packages are, of those that both have. */
function sourceDifferences(before: PythonFacts, after: PythonFacts): readonly EnvironmentDifference[] {
  const shared = ({ sources }: PythonFacts) =>
    Object.entries(sources).filter(([name]) => name in before.packages && name in after.packages);
  const sides = {
    recorded: prefixed('source of ', Object.fromEntries(shared(before))),
    actual: prefixed('source of ', Object.fromEntries(shared(after))),
  };
  return mapDifferences('package', sides, () => () => 'likely');
}

function nodeDifferences(recorded: EnvironmentRecord, actual: EnvironmentRecord): readonly EnvironmentDifference[] {
  const [before, after] = [recorded.node, actual.node];
  const title = ({ node, unknown }: EnvironmentRecord) => node?.version ?? unknownOf(unknown, 'node');
  const found = differenceOf(
    { aspect: 'interpreter', key: 'node', recorded: title(recorded), actual: title(actual) },
    (was, is) =>
      is === undefined ? 'breaking' : was === undefined ? 'cosmetic' : (nodeRank[stepOf(was, is)] ?? 'possible'),
  );
  if (before === undefined || after === undefined) return found;
  return [
    ...found,
    ...differenceOf(
      { aspect: 'interpreter', key: 'node.manager', recorded: before.manager, actual: after.manager },
      cosmetic,
    ),
    ...mapDifferences('package', { recorded: before.packages, actual: after.packages }, () => packageJudge),
  ];
}

/** Installed packages are compared by themselves; where none were captured, a lock file is all there is. */
function lockfileDifferences(recorded: EnvironmentRecord, actual: EnvironmentRecord): readonly EnvironmentDifference[] {
  const byPath = ({ lockfiles }: EnvironmentRecord) =>
    Object.fromEntries(lockfiles.map(({ path, digest }) => [path, digest]));
  const severity = recorded.python === undefined && recorded.node === undefined ? 'likely' : 'possible';
  return mapDifferences(
    'lockfile',
    { recorded: byPath(recorded), actual: byPath(actual) },
    () => (was) => (was === undefined ? 'cosmetic' : severity),
  );
}

const cosmetic: Judge = () => 'cosmetic';
const nodeRank: readonly Severity[] = ['likely', 'possible'];

const pythonJudge: Judge = (recorded, actual) => {
  if (actual === undefined) return 'breaking';
  if (recorded === undefined) return 'cosmetic';
  const [before, after] = [recorded.split(' '), actual.split(' ')];
  return before[0] !== after[0] || stepOf(before[1] ?? '', after[1] ?? '') < 2 ? 'breaking' : 'possible';
};

const packageJudge: Judge = (recorded, actual) => versionJudge('breaking')(recorded, actual);

/** For versions: what is missing is as bad as `missing`; what was not there before changes little. */
function versionJudge(missing: Severity): Judge {
  return (recorded, actual) => {
    if (actual === undefined) return missing;
    if (recorded === undefined) return 'cosmetic';
    const isOtherBuild = localPart(recorded) !== localPart(actual);
    return isOtherBuild || stepOf(recorded, actual) < 2 ? 'likely' : 'possible';
  };
}

/** `cu121` of `2.4.0+cu121`. */
function localPart(version: string): string | undefined {
  return version.split(' ', 1)[0]?.split('+')[1];
}

/** Which of the numbers of two versions is the first that differs: 0 in `1.2` and `2.0`. */
function stepOf(recorded: string, actual: string): number {
  const [before, after] = [recorded.split(/[.+ -]/), actual.split(/[.+ -]/)];
  const step = before.findIndex((number, index) => number !== after[index]);
  return step < 0 ? before.length : step;
}

function switchJudge(name: string): Judge {
  // Which of the same cards are used is of no account; how many of them, is.
  const count = (value: string | undefined) => value?.split(',').length;
  if (name.endsWith('_VISIBLE_DEVICES')) return (was, is) => (count(was) === count(is) ? 'cosmetic' : 'possible');
  const decides = /^(?:PYTHONHASHSEED|CUBLAS_WORKSPACE_CONFIG|NVIDIA_TF32_OVERRIDE|.*DETERMINIS.*|XLA_FLAGS)$/.test(
    name,
  );
  return () => (decides ? 'likely' : 'possible');
}

function variableJudge(name: string): Judge {
  if (/^(?:LD_LIBRARY_PATH|LD_PRELOAD|PYTHONPATH|NODE_PATH|JULIA_LOAD_PATH|R_LIBS\w*)$/.test(name))
    return () => 'likely';
  const isPersonal = /^(?:HOME|USER|LOGNAME|USERNAME|SHELL|PATH|.*_HOME|.*_DIR|.*_ROOT|.*_PROXY|.*_proxy)$/.test(name);
  return () => (isPersonal ? 'cosmetic' : 'possible');
}

function withUnknown(part: 'programs', recorded: EnvironmentRecord, actual: EnvironmentRecord) {
  const side = (record: EnvironmentRecord): TextByName => ({
    ...Object.fromEntries(
      Object.keys(record.unknown)
        .filter((place) => place.startsWith(`${part}.`))
        .map((place) => [place.slice(part.length + 1), unknownFact]),
    ),
    ...record[part],
  });
  return { recorded: side(recorded), actual: side(actual) };
}

function unknownOf(unknown: TextByName, place: string): string | undefined {
  return place in unknown ? unknownFact : undefined;
}

function prefixed(prefix: string, map: TextByName): TextByName {
  return Object.fromEntries(Object.entries(map).map(([name, text]) => [prefix + name, text]));
}
