import { type DrawnNode, lineageDrawing } from './lineage-drawing.js';
import type { LineageView } from './lineage-view.js';

/** A view in the language of Graphviz: `dot -Tpng lineage.dot -o lineage.png`. */
export function lineageDot(view: LineageView): string {
  const { phases, styles } = lineageDrawing(view);
  const colors = new Map(styles.flatMap(({ nodes, fill, stroke }) => nodes.map((node) => [node, { fill, stroke }])));
  const nodes = new Set(
    phases.flatMap(({ arrows, loose }) => [...arrows.flatMap(({ from, to }) => [from, to]), ...loose]),
  );
  const lines = [
    'rankdir=TB;',
    'node [fontname="Helvetica"];',
    'edge [fontname="Helvetica", fontsize=10];',
    ...Array.from(nodes, (node) => nodeLine(node, colors.get(node))),
    ...phases.flatMap(({ arrows }) =>
      arrows.map(
        ({ from, to, label, isDotted }) =>
          `${from.letters} -> ${to.letters} [label=${quoted(label)}${isDotted ? ', style=dotted' : ''}];`,
      ),
    ),
  ];
  return ['digraph lineage {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n');
}

function nodeLine(
  { letters, kind, label }: DrawnNode,
  color: { readonly fill: string; readonly stroke: string } | undefined,
): string {
  const style = kind === 'run' ? '' : ', style="rounded,filled"';
  const { fill, stroke } = color ?? { fill: '#ffffff', stroke: '#000000' };
  const paint = kind === 'run' ? '' : `, fillcolor="${fill}", color="${stroke}"`;
  return `${letters} [label=${quoted(label)}, shape=box${style}${paint}];`;
}

/** Inside quotes DOT knows two special characters; labels have no line ends. */
function quoted(label: string): string {
  return `"${label.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
