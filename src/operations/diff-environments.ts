import { compareEnvironments } from '#model/compare-environments.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ComparedEnvironment, EnvironmentComparisonResult } from '#schema/index.js';
import { captureHere, captureOf } from './capture-here.js';
import type { NamedEnvironment } from './record-environment.js';
import type { RepositoryContext } from './repository-context.js';
import { type FoundEnvironment, resolveEnvironment } from './resolve-environment.js';

/**
 * Where one environment differs from another, worst first; each by digest or run, or `.` for this machine, which is then
 * captured as the other one was.
 * @throws `environment.not-found`, `reference.ambiguous`
 */
export async function diffEnvironments(
  context: RepositoryContext,
  { from, to }: { readonly from: string; readonly to: string },
  options: TaskOptions = {},
): Promise<EnvironmentComparisonResult> {
  const [recorded, actual] = await Promise.all([from, to].map((text) => recordedSide(context, text, options)));
  const [left, right] = [
    recorded ?? (await thisMachine(context, actual, options)),
    actual ?? (await thisMachine(context, recorded, options)),
  ];
  return comparison('env diff', left, right);
}

/**
 * Whether this machine satisfies a recorded environment, and what differs, worst first.
 * @throws `environment.not-found`, `reference.ambiguous`
 */
export async function checkEnvironment(
  context: RepositoryContext,
  reference: string,
  options: TaskOptions = {},
): Promise<EnvironmentComparisonResult> {
  const found = await resolveEnvironment(context, reference, options);
  const recorded: Side = { ...found, reference, warnings: [] };
  return comparison('env check', recorded, await thisMachine(context, recorded, options));
}

type Side = FoundEnvironment & Pick<NamedEnvironment, 'warnings'> & { readonly reference: string };

/** Undefined for this machine. */
async function recordedSide(context: RepositoryContext, reference: string, options: TaskOptions) {
  if (reference === '.') return undefined;
  return { ...(await resolveEnvironment(context, reference, options)), reference, warnings: [] };
}

async function thisMachine(context: RepositoryContext, like: Side | undefined, options: TaskOptions): Promise<Side> {
  const named = await (like === undefined ? captureOf(context, options) : captureHere(context, like, options));
  return { ...named, reference: '.', run: undefined };
}

function comparison(
  command: EnvironmentComparisonResult['command'],
  recorded: Side,
  actual: Side,
): EnvironmentComparisonResult {
  const { differences, isSatisfied } = compareEnvironments(recorded.record, actual.record);
  return {
    pixelis: 1,
    command,
    recorded: factsOf(recorded),
    actual: factsOf(actual),
    satisfied: isSatisfied,
    differences: [...differences],
    problems: [],
    warnings: [...recorded.warnings, ...actual.warnings],
  };
}

function factsOf({ reference, digest, record, run }: Side): ComparedEnvironment {
  return { reference, digest, level: record.level, ...(run === undefined ? {} : { run: run.run }) };
}
