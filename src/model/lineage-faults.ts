import { cyclesOf } from './cycles-of.js';
import {
  isNumberTaken,
  isRunRecorded,
  isVersionRecorded,
  type LineageGraph,
  type Lists,
  listAt,
  parentsOf,
  runCount,
  versionCount,
  versionIdAt,
  versionsNamed,
} from './lineage-graph.js';
import { parseEvaluationName } from './naming.js';
import { versionName } from './select-lineage.js';
import { textAt } from './text-column.js';

/** Something in the records that contradicts the rest. */
export interface LineageFault {
  readonly kind: FaultKind;
  /** A warning may have an innocent reason. */
  readonly severity: 'error' | 'warning';
  /** About the version, or the run, with this number. */
  readonly version?: number;
  readonly run?: number;
  readonly message: string;
}

export type FaultKind =
  | 'missing-version'
  | 'other-digest'
  | 'cycle'
  | 'missing-run'
  | 'unlisted-output'
  | 'evaluation'
  | 'number-taken';

export interface FaultOptions {
  /** Whether a run without a record goes on still. */
  readonly isLive: (run: string) => boolean;
}

export function lineageFaults(graph: LineageGraph, options: FaultOptions): readonly LineageFault[] {
  return [
    ...unrecordedVersions(graph),
    ...unrecordedRuns(graph, options),
    ...unlistedOutputs(graph),
    ...cycles(graph),
    ...evaluations(graph),
    ...takenNumbers(graph),
  ];
}

function* unrecordedVersions(graph: LineageGraph): Iterable<LineageFault> {
  const { inputStart, inputs, outputStart, outputs, runId } = graph;
  const usedBy = reverse({ start: inputStart, items: inputs }, graph);
  const madeBy = reverse({ start: outputStart, items: outputs }, graph);
  for (let version = 0; version < versionCount(graph); version++) {
    if (isVersionRecorded(graph, version)) continue;
    const { kind, what } = absence(graph, version);
    for (const child of listAt(graph.children, version)) {
      yield error(kind, { version: child }, `'${versionName(graph, child)}' was made from ${what}`);
    }
    for (const [verb, runs] of [
      ['used', usedBy],
      ['made', madeBy],
    ] as const) {
      for (const run of runs.get(version) ?? []) {
        yield error(kind, { run }, `run '${textAt(runId, run)}' ${verb} ${what}`);
      }
    }
  }
}

/** How a version is missing: altogether, or there is one of its number with another digest. */
function absence(graph: LineageGraph, version: number): { readonly kind: FaultKind; readonly what: string } {
  const { artifact, version: number, digest } = versionIdAt(graph, version);
  const [from, to] = versionsNamed(graph, artifact);
  for (let other = from; other < to; other++) {
    if (!isVersionRecorded(graph, other) || graph.versionNumber[other] !== number) continue;
    const recorded = versionIdAt(graph, other).digest;
    return {
      kind: 'other-digest',
      what: `'${artifact}:v${number}' with digest ${digest}, whose record says ${recorded}`,
    };
  }
  return { kind: 'missing-version', what: `'${artifact}:v${number}', which has no record` };
}

function* unrecordedRuns(graph: LineageGraph, { isLive }: FaultOptions): Iterable<LineageFault> {
  const { versionRun, runId } = graph;
  const isMissing = Array.from({ length: runCount(graph) }, (_, run) => {
    return !isRunRecorded(graph, run) && !isLive(textAt(runId, run));
  });
  for (const [version, number] of versionRun.entries()) {
    if (number === 0 || isMissing[number - 1] !== true) continue;
    const run = textAt(runId, number - 1);
    yield error(
      'missing-run',
      { version },
      `'${versionName(graph, version)}' was made by run '${run}', which has no record`,
    );
  }
  const links = [
    ['is part of', graph.runParent],
    ['goes on with', graph.runResumes],
    ['reproduces', graph.runReproduces],
  ] as const;
  for (const [verb, column] of links) {
    for (const [run, number] of column.entries()) {
      if (number === 0 || isMissing[number - 1] !== true) continue;
      const message = `run '${textAt(runId, run)}' ${verb} run '${textAt(runId, number - 1)}', which has no record`;
      yield { kind: 'missing-run', severity: 'warning', run, message };
    }
  }
}

/** A version whose record names a run that does not list it: one of the two was edited, or the run died over it. */
function* unlistedOutputs(graph: LineageGraph): Iterable<LineageFault> {
  const outputs: Lists = { start: graph.outputStart, items: graph.outputs };
  for (let run = 0; run < runCount(graph); run++) {
    if (!isRunRecorded(graph, run)) continue;
    const listed = new Set(listAt(outputs, run));
    for (const version of listAt(graph.products, run)) {
      if (listed.has(version)) continue;
      const message = `'${versionName(graph, version)}' was made by run '${textAt(graph.runId, run)}', which does not list it among its outputs`;
      yield { kind: 'unlisted-output', severity: 'warning', version, message };
    }
  }
}

/**
 * Versions that were made from themselves. By what their records say alone, that is impossible, and an error; by way of a
 * run that made an older version again it can happen, and is told.
 */
function* cycles(graph: LineageGraph): Iterable<LineageFault> {
  const recorded = (version: number): Iterable<number> =>
    listAt({ start: graph.parentStart, items: graph.parents }, version);
  const inRecords = new Set<number>();
  for (const cycle of cyclesOf(versionCount(graph), recorded)) {
    for (const version of cycle) inRecords.add(version);
    yield error('cycle', { version: cycle[0] as number }, cycleText(graph, cycle));
  }
  for (const cycle of cyclesOf(versionCount(graph), (version) => parentsOf(graph, version))) {
    if (cycle.some((version) => inRecords.has(version))) continue;
    const message = `${cycleText(graph, cycle)} by way of runs`;
    yield { kind: 'cycle', severity: 'warning', version: cycle[0] as number, message };
  }
}

function cycleText(graph: LineageGraph, cycle: readonly number[]): string {
  const names = cycle.slice(0, 5).map((version) => `'${versionName(graph, version)}'`);
  const more = cycle.length > names.length ? ` and ${cycle.length - names.length} more` : '';
  return cycle.length === 1
    ? `${names[0]} was made from itself`
    : `${names.join(', ')}${more} were made from each other`;
}

/** An evaluation says by its name what was evaluated on what; both must be there, and be among its parents. */
function* evaluations(graph: LineageGraph): Iterable<LineageFault> {
  for (let version = 0; version < versionCount(graph); version++) {
    if (textAt(graph.words, graph.versionType[version] as number) !== 'evaluation') continue;
    const { artifact } = versionIdAt(graph, version);
    const said = parseEvaluationName(artifact);
    const name = versionName(graph, version);
    if (said === undefined) {
      const message = `'${name}' is an evaluation, and its name does not say of which model on which dataset`;
      yield { kind: 'evaluation', severity: 'warning', version, message };
      continue;
    }
    const parents = parentsOf(graph, version).map((parent) => versionIdAt(graph, parent));
    const { model, dataset, datasetVersion } = said;
    const wanted = [
      { what: model, fits: (id: { artifact: string }) => id.artifact === model },
      {
        what: `${dataset}:v${datasetVersion}`,
        fits: (id: { artifact: string; version: number }) => id.artifact === dataset && id.version === datasetVersion,
      },
    ];
    for (const { what, fits } of wanted) {
      if (parents.some(fits)) continue;
      const exists = recordedVersions(graph, what === model ? model : dataset).some(fits);
      const problem = exists ? 'which is not among its parents' : 'which has no record';
      yield error('evaluation', { version }, `'${name}' evaluates '${what}' by its name, ${problem}`);
    }
  }
}

function* takenNumbers(graph: LineageGraph): Iterable<LineageFault> {
  let before: string | undefined;
  for (let version = 0; version < versionCount(graph); version++) {
    if (!isVersionRecorded(graph, version) || !isNumberTaken(graph, version)) continue;
    const { artifact, version: number } = versionIdAt(graph, version);
    const name = `${artifact}:v${number}`;
    // With a recorded one before it: else the other is only named, which is told as that.
    if (before === name) {
      const message = `'${name}' is the number of two versions: two branches took it`;
      yield { kind: 'number-taken', severity: 'warning', version, message };
    }
    before = name;
  }
}

function recordedVersions(graph: LineageGraph, artifact: string): readonly { artifact: string; version: number }[] {
  const [from, to] = versionsNamed(graph, artifact);
  const found: { artifact: string; version: number }[] = [];
  for (let version = from; version < to; version++) {
    if (isVersionRecorded(graph, version)) found.push(versionIdAt(graph, version));
  }
  return found;
}

/** By version, the runs that name it. */
function reverse({ start, items }: Lists, graph: LineageGraph): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (let run = 0; run + 1 < start.length; run++) {
    for (const version of listAt({ start, items }, run)) {
      if (isVersionRecorded(graph, version)) continue;
      const runs = found.get(version);
      if (runs === undefined) found.set(version, [run]);
      else runs.push(run);
    }
  }
  return found;
}

function error(
  kind: FaultKind,
  subject: { readonly version: number } | { readonly run: number },
  message: string,
): LineageFault {
  return { kind, severity: 'error', ...subject, message };
}
