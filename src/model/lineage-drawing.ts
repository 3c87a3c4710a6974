import { displayName, type LineageRun, type LineageVersion, type LineageView, neighboursIn } from './lineage-view.js';
import { plainLine } from './plain-line.js';

/** A view as boxes and arrows, in the order in which they are drawn. */
export interface LineageDrawing {
  /** What happened in one run, or in none. */
  readonly phases: readonly DrawnPhase[];
  /** Kinds of versions that there are, with theirs. */
  readonly styles: readonly DrawnStyle[];
}

export interface DrawnPhase {
  /** Name of the run; undefined where versions name their parents and no run explains it. */
  readonly title: string | undefined;
  readonly arrows: readonly DrawnArrow[];
  /** Boxes without an arrow. */
  readonly loose: readonly DrawnNode[];
}

export interface DrawnArrow {
  readonly from: DrawnNode;
  readonly to: DrawnNode;
  readonly label: string;
  readonly isDotted: boolean;
}

export interface DrawnNode {
  /** A to Z, AA, AB and so on, by when it is drawn first. */
  readonly letters: string;
  readonly kind: 'version' | 'run';
  readonly label: string;
}

export interface DrawnStyle {
  readonly name: 'dataset' | 'model' | 'metrics' | 'eval';
  readonly fill: string;
  readonly stroke: string;
  readonly nodes: readonly DrawnNode[];
}

/** The guide's colours. */
const palette = [
  { name: 'dataset', types: ['dataset'], fill: '#e1f5fe', stroke: '#01579b' },
  { name: 'model', types: ['model', 'checkpoint'], fill: '#e8f5e9', stroke: '#1b5e20' },
  { name: 'metrics', types: ['metrics', 'experience_buffer'], fill: '#fff3e0', stroke: '#e65100' },
  { name: 'eval', types: ['evaluation'], fill: '#fce4ec', stroke: '#880e4f' },
] as const;

export function lineageDrawing(view: LineageView): LineageDrawing {
  const { runs, versions, inputs, outputs, producers } = neighboursIn(view);
  const nodes = new Map<string, DrawnNode>();
  const nodeOf = (id: string): DrawnNode => {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const version = versions.get(id);
    const node: DrawnNode = {
      letters: lettersOf(nodes.size),
      kind: version === undefined ? 'run' : 'version',
      label: plainLine(version === undefined ? (runs.get(id)?.label ?? id) : versionLabel(version)),
    };
    nodes.set(id, node);
    return node;
  };
  const arrow = (from: string, to: string, label: string, isDotted = false): DrawnArrow => ({
    from: nodeOf(from),
    to: nodeOf(to),
    label,
    isDotted,
  });
  const loose = (ids: readonly string[]) => ids.filter((id) => !nodes.has(id)).map(nodeOf);

  const phases: DrawnPhase[] = view.runs.map((run) => ({
    title: plainLine(run.name ?? run.id),
    arrows: [
      ...(inputs.get(run.id) ?? []).map((input) => arrow(input, run.id, 'consumed by')),
      ...linksOf(run).flatMap(([other, label]) => (runs.has(other) ? arrow(other, run.id, label, true) : [])),
      ...byKind(outputs.get(run.id) ?? [], versions).map((output) => arrow(run.id, output, 'produces')),
    ],
    loose: loose([run.id]),
  }));
  // A parent that went into the run, or came out of it, is explained by the run's own arrows.
  const around = new Map(
    view.runs.map(({ id }) => [id, new Set([...(inputs.get(id) ?? []), ...(outputs.get(id) ?? [])])]),
  );
  const isExplained = (from: string, to: string): boolean =>
    (producers.get(to) ?? []).some((run) => around.get(run)?.has(from));
  const direct = view.edges.filter(({ kind, from, to }) => kind === 'parent' && !isExplained(from, to));
  const last: DrawnPhase = {
    title: undefined,
    arrows: direct.map(({ from, to }) => arrow(from, to, 'parent of')),
    loose: loose(view.versions.map(({ id }) => id)),
  };
  if (last.arrows.length > 0 || last.loose.length > 0) phases.push(last);
  const styles = palette.map(({ name, types, fill, stroke }) => ({
    name,
    fill,
    stroke,
    nodes: [...nodes].filter(([id]) => types.some((type) => type === versions.get(id)?.type)).map(([, node]) => node),
  }));
  return { phases, styles: styles.filter((style) => style.nodes.length > 0) };
}

/** What a run was for comes first: data and models before what was measured on the way. Else in the order of its record. */
function byKind(ids: readonly string[], versions: ReadonlyMap<string, LineageVersion>): readonly string[] {
  const kindOf = (id: string): number => {
    const kind = palette.findIndex(({ types }) => types.some((type) => type === versions.get(id)?.type));
    return kind < 0 ? palette.length : kind;
  };
  return [...ids].sort((left, right) => kindOf(left) - kindOf(right));
}

function linksOf({ resumes, reproduces }: LineageRun): readonly (readonly [string, string])[] {
  return [
    ...(resumes === undefined ? [] : [[resumes, 'resumed by'] as const]),
    ...(reproduces === undefined ? [] : [[reproduces, 'reproduced by'] as const]),
  ];
}

function versionLabel(version: LineageVersion): string {
  return version.recorded ? displayName(version) : `${displayName(version)} (no record)`;
}

/** A, B, … Z, AA, AB, … */
function lettersOf(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return reserved.has(letters) ? `${letters}_` : letters;
}

/** Words of Mermaid and DOT, however they are written. */
const reserved = new Set(['END', 'NODE', 'EDGE', 'GRAPH', 'STYLE', 'CLASS', 'CLICK']);
