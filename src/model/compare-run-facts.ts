import type { RunFacts } from './run-facts.js';
import { flatParams } from './run-fields.js';
import type { UsedVersion } from './run.js';

/** One thing in several runs. */
export interface ComparedRow {
  readonly section: 'run' | 'params' | 'metrics' | 'inputs' | 'outputs' | 'code' | 'environment';
  readonly key: string;
  /** A value for each run; null where it has none. */
  readonly values: readonly unknown[];
  readonly differs: boolean;
  /** Which of the values are best, where the name of a metric says what is better. */
  readonly best?: readonly number[];
}

/** What can be said of every run, side by side: in the order of the sections, then as it first comes up. */
export function compareRunFacts(runs: readonly RunFacts[]): readonly ComparedRow[] {
  return [
    ...section('run', runs.map(runFacts)),
    ...section(
      'params',
      runs.map(({ params }) => flatParams(params)),
    ),
    ...section('metrics', runs.map(metricFacts)).map(withBest),
    ...section(
      'inputs',
      runs.map(({ inputs }) => versionFacts(inputs)),
    ),
    ...section(
      'outputs',
      runs.map(({ run, outputs }) => versionFacts(outputs, run)),
    ),
    ...section('code', runs.map(codeFacts)),
    ...section('environment', runs.map(environmentFacts)),
  ];
}

type Fact = readonly [key: string, value: unknown];

function section(name: ComparedRow['section'], runs: readonly (readonly Fact[])[]): readonly ComparedRow[] {
  const byRun = runs.map((facts) => new Map(facts));
  const keys = new Set(runs.flatMap((facts) => facts.map(([key]) => key)));
  return [...keys].map((key) => {
    const values = byRun.map((facts) => facts.get(key) ?? null);
    return { section: name, key, values, differs: new Set(values.map((value) => JSON.stringify(value))).size > 1 };
  });
}

function runFacts({
  state,
  reason,
  command,
  folder,
  seconds,
  host,
  user,
  seed,
  tags,
  config,
}: RunFacts): readonly Fact[] {
  return [
    ['state', state],
    ['reason', reason],
    ['command', command],
    ['folder', folder],
    ['seconds', seconds],
    ['host', host],
    ['user', user],
    ['seed', seed],
    ['tags', tags],
    ['config', config?.digest],
  ];
}

function metricFacts({ metrics }: RunFacts): readonly Fact[] {
  return Object.entries(metrics).map(([name, { last }]) => [name, last]);
}

/** By name; in a name that has the id of the run in it, the id stands as `{run_id}`, so that likes come together. */
function versionFacts(versions: readonly UsedVersion[], run?: string): readonly Fact[] {
  const byKey = new Map<string, readonly Pick<UsedVersion, 'artifact' | 'version' | 'digest'>[]>();
  for (const { artifact, version, digest } of versions) {
    const key = run === undefined ? artifact : artifact.replaceAll(run, '{run_id}');
    byKey.set(key, [...(byKey.get(key) ?? []), { artifact, version, digest }]);
  }
  return [...byKey].map(([key, [only, ...more]]) => [key, more.length === 0 ? only : [only, ...more]]);
}

function codeFacts({ code: { commit, branch, dirty, changes } }: RunFacts): readonly Fact[] {
  return [
    ['commit', commit],
    ['branch', branch],
    ['dirty', dirty],
    ['changes', changes?.digest],
  ];
}

function environmentFacts({ environment, captureLevel }: RunFacts): readonly Fact[] {
  return [
    ['environment', environment],
    ['captureLevel', captureLevel],
  ];
}

/** Names by a part of which it is known what is better. */
const lower = part('loss|err|error|wer|cer|mae|mse|rmse|perplexity|ppl|nll|fid|latency');
const higher = part('acc|accuracy|f1|auc|auroc|map|iou|bleu|rouge|precision|recall|reward|score|success');

function part(names: string): RegExp {
  return new RegExp(`(?:^|[^a-z])(?:${names})(?:$|[^a-z])`);
}

function withBest(row: ComparedRow): ComparedRow {
  const name = row.key.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const isLower = lower.test(name);
  if (!row.differs || isLower === higher.test(name)) return row;
  const numbers = row.values.filter((value) => typeof value === 'number');
  const best = isLower ? Math.min(...numbers) : Math.max(...numbers);
  return { ...row, best: row.values.flatMap((value, index) => (value === best ? [index] : [])) };
}
