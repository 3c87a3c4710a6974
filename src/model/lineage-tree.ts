import {
  displayName,
  type LineageDirection,
  type LineageNeighbours,
  type LineageVersion,
  type LineageView,
  neighboursIn,
} from './lineage-view.js';
import { plainLine } from './plain-line.js';

/**
 * A view as a tree in text, the way the guide draws it: the subject, its parents with theirs, its children with theirs.
 * What was drawn once with all that belongs to it is not drawn again. Without a subject, a tree for each version that was
 * made from none.
 * @example
 * model-sft-abc123
 * ├── Parents
 * │   └── dataset-cota_sft-v1
 * └── Children
 *     └── (none - leaf node)
 */
export function lineageTree(view: LineageView): string {
  const neighbours = neighboursIn(view);
  const drawn: Drawn = { ancestors: new Set(), descendants: new Set() };
  const { subject } = view;
  if (subject === undefined) {
    const roots = view.versions.filter(({ id }) => (neighbours.parents.get(id) ?? []).length === 0);
    return roots
      .map(({ id }) => draw(branch(neighbours, drawn, { id, direction: 'descendants', depth: 0 }).open()))
      .join('\n');
  }
  const run = neighbours.runs.get(subject);
  const entries =
    run === undefined
      ? view.directions.map((direction) => versionSection(neighbours, drawn, { id: subject, direction }))
      : [
          listSection('Inputs', neighbours.inputs.get(subject) ?? [], neighbours),
          listSection('Outputs', neighbours.outputs.get(subject) ?? [], neighbours),
        ];
  const version = neighbours.versions.get(subject);
  const text =
    run !== undefined
      ? plainLine([run.id, run.name, run.label, run.state].filter((part) => part !== undefined).join('  '))
      : version === undefined
        ? subject
        : nameOf(version);
  return draw({ text, entries });
}

/** Deeper than this a line would be mostly indentation. */
const maxDepth = 100;

/** Versions whose ancestors, or descendants, stand in the tree already, all of them. */
type Drawn = Readonly<Record<LineageDirection, Set<string>>>;

interface Opened {
  readonly text: string;
  readonly entries: readonly Entry[];
}

interface Entry {
  /** Called when it is its turn: what was drawn by then decides how it looks. */
  open(): Opened;
}

interface Place {
  readonly id: string;
  readonly direction: LineageDirection;
  readonly depth: number;
}

const titles = { ancestors: 'Parents', descendants: 'Children' };
const nothing = { ancestors: '(none - root node)', descendants: '(none - leaf node)' };

function draw(root: Opened): string {
  const lines = [root.text];
  const stack: { readonly entry: Entry; readonly prefix: string; readonly isLast: boolean }[] = [];
  const push = (entries: readonly Entry[], prefix: string): void => {
    for (const [index, entry] of [...entries.entries()].reverse()) {
      stack.push({ entry, prefix, isLast: index === entries.length - 1 });
    }
  };
  push(root.entries, '');
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { entry, prefix, isLast } = next;
    const { text, entries } = entry.open();
    lines.push(`${prefix}${isLast ? '└── ' : '├── '}${text}`);
    push(entries, `${prefix}${isLast ? '    ' : '│   '}`);
  }
  return `${lines.join('\n')}\n`;
}

function versionSection(
  neighbours: LineageNeighbours,
  drawn: Drawn,
  { id, direction }: Pick<Place, 'id' | 'direction'>,
): Entry {
  const version = neighbours.versions.get(id);
  const others = nextOf(neighbours, { id, direction });
  const left = version === undefined ? 0 : leftOut(version, direction);
  const entries = others.map((other) => branch(neighbours, drawn, { id: other, direction, depth: 1 }));
  if (left > 0) entries.push(plain(`(${left} more)`));
  if (entries.length === 0) entries.push(plain(nothing[direction]));
  return { open: () => ({ text: titles[direction], entries }) };
}

/** A version below the root, with all that lies behind it. */
function branch(neighbours: LineageNeighbours, drawn: Drawn, place: Place): Entry {
  return {
    open() {
      const { id, direction, depth } = place;
      const version = neighbours.versions.get(id) as LineageVersion;
      const name = nameOf(version);
      const others = nextOf(neighbours, place);
      const left = leftOut(version, direction);
      if (others.length === 0) return { text: left > 0 ? `${name} (${left} more)` : name, entries: [] };
      if (drawn[direction].has(id)) return { text: `${name} (see above)`, entries: [] };
      if (depth >= maxDepth) return { text: `${name} (goes on)`, entries: [] };
      drawn[direction].add(id);
      const entries = others.map((other) => branch(neighbours, drawn, { id: other, direction, depth: depth + 1 }));
      if (left > 0) entries.push(plain(`(${left} more)`));
      return { text: name, entries: [{ open: () => ({ text: titles[direction], entries }) }] };
    },
  };
}

function nextOf({ parents, children }: LineageNeighbours, { id, direction }: Pick<Place, 'id' | 'direction'>) {
  return (direction === 'ancestors' ? parents : children).get(id) ?? [];
}

function listSection(title: string, ids: readonly string[], { versions }: LineageNeighbours): Entry {
  const entries = ids.map((id) => plain(nameOf(versions.get(id) as LineageVersion)));
  return { open: () => ({ text: title, entries: entries.length > 0 ? entries : [plain('(none)')] }) };
}

function plain(text: string): Entry {
  return { open: () => ({ text, entries: [] }) };
}

function leftOut({ moreParents = 0, moreChildren = 0 }: LineageVersion, direction: LineageDirection): number {
  return direction === 'ancestors' ? moreParents : moreChildren;
}

function nameOf(version: LineageVersion): string {
  return plainLine(version.recorded ? displayName(version) : `${displayName(version)} (no record)`);
}
