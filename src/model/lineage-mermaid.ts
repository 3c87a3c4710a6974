import { type DrawnArrow, type DrawnNode, type DrawnPhase, lineageDrawing } from './lineage-drawing.js';
import type { LineageView } from './lineage-view.js';

/**
 * A view as a Mermaid diagram, which GitHub renders inside a block of ```` ```mermaid ````: runs as boxes with their
 * commands, versions as rounded ones, coloured by what they are.
 */
export function lineageMermaid(view: LineageView): string {
  const { phases, styles } = lineageDrawing(view);
  const written = new Set<DrawnNode>();
  const blocks = phases.map((phase) => phaseLines(phase, written));
  if (styles.length > 0) {
    blocks.push([
      '%% Styling',
      ...styles.map(({ name, fill, stroke }) => `classDef ${name} fill:${fill},stroke:${stroke}`),
    ]);
    blocks.push(styles.map(({ name, nodes }) => `class ${nodes.map(({ letters }) => letters).join(',')} ${name}`));
  }
  const lines = blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  return ['graph TD', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

function phaseLines({ title, arrows, loose }: DrawnPhase, written: Set<DrawnNode>): readonly string[] {
  const isAfter = written.size > 0;
  const heading = title === undefined ? (isAfter ? ['%% Outside of Runs'] : []) : [`%% ${comment(title)} Phase`];
  return [
    ...heading,
    ...arrows.map((arrow) => arrowLine(arrow, written)),
    ...loose.map((node) => mention(node, written)),
  ];
}

function arrowLine({ from, to, label, isDotted }: DrawnArrow, written: Set<DrawnNode>): string {
  const left = mention(from, written);
  return `${left} ${isDotted ? '-.->' : '-->'}|${label}| ${mention(to, written)}`;
}

/** Its letters, and what it is called where it stands for the first time. */
function mention(node: DrawnNode, written: Set<DrawnNode>): string {
  const { letters, kind, label } = node;
  if (written.has(node)) return letters;
  written.add(node);
  return kind === 'run' ? `${letters}[${text(label)}]` : `${letters}(${text(label)})`;
}

/** Bare where nothing in it means anything to Mermaid, as in `train.py --mode sft`; else in quotes, by character codes. */
function text(label: string): string {
  if (/^[\w.][\w ./,:=+-]*$/.test(label) && !/\/$|\bend\b|\s\s/i.test(label)) return label;
  // Letters of any script may stay; punctuation of ASCII may not, but for what paths and options are made of.
  const escaped = label.replace(/[^\p{L}\p{N}\p{M} _./,:=+-]/gu, (character) => `#${character.codePointAt(0)};`);
  return `"${escaped}"`;
}

/** Braces behind two percent signs would be an instruction to Mermaid. */
function comment(title: string): string {
  return title.replaceAll('%', '％').replaceAll('{', '(').replaceAll('}', ')');
}
