import {
  lineageDot,
  lineageMermaid,
  type LineagePathResult,
  type LineageResult,
  lineageTree,
  type LineageValidateResult,
  PixelisError,
} from '../../index.js';
import { count, printable } from './text.js';
import type { Rendered, View } from './view.js';

export const formats = ['tree', 'mermaid', 'dot', 'json'] as const;

/** @throws `usage.invalid-argument` for a format that there is not, or that cannot show what is asked for */
export function checkFormat(format: string | undefined, subject: string | undefined): void {
  if (format !== undefined && !formats.some((known) => known === format)) {
    throw new PixelisError('usage.invalid-argument', `'--format' knows no '${format}'`, {
      hint: `one of: ${formats.join(', ')}`,
    });
  }
  if (format === 'tree' && subject === undefined) {
    throw new PixelisError('usage.invalid-argument', 'a tree needs a REF at its root', {
      hint: 'pixelis lineage REF; or everything as a diagram: pixelis lineage --format mermaid',
    });
  }
}

export function renderLineage(
  result: LineageResult,
  _view: View,
  { format }: { readonly format?: string | undefined },
): Rendered {
  switch (format ?? (result.subject === undefined ? 'mermaid' : 'tree')) {
    case 'json':
      return { lines: [JSON.stringify(result, null, 2)] };
    case 'dot':
      return { lines: linesOf(lineageDot(result)) };
    case 'tree':
      return { lines: linesOf(lineageTree(result)) };
    default:
      return { lines: linesOf(lineageMermaid(result)), next: tooLarge(result) };
  }
}

export function renderLineagePath({ from, to, found, versions, runs, edges }: LineagePathResult): Rendered {
  if (!found) return { lines: [`neither was made from the other: ${printable(from)}, ${printable(to)}`] };
  const runOf = (before: string, after: string) =>
    runs.find(
      ({ id }) =>
        edges.some((edge) => edge.kind === 'input' && edge.from === before && edge.to === id) &&
        edges.some((edge) => edge.kind === 'output' && edge.from === id && edge.to === after),
    );
  const lines = versions.flatMap(({ id }, index) => {
    const before = versions[index - 1];
    if (before === undefined) return [printable(id)];
    const run = runOf(before.id, id);
    return [
      `  ${run === undefined ? 'parent of' : `${printable(run.label)} (run ${printable(run.id)})`}`,
      printable(id),
    ];
  });
  return { lines };
}

export function renderValidation({ isValid, versionCount, runCount, warnings }: LineageValidateResult): Rendered {
  if (!isValid) return { lines: [] };
  const what = `${count(versionCount, 'version')} and ${count(runCount, 'run')}`;
  const but = warnings.length > 0 ? `, with ${count(warnings.length, 'warning')}` : '';
  return { lines: [`the lineage of ${what} is whole${but}`] };
}

/** GitHub draws so many arrows and no more. */
const drawnEdges = 500;

function tooLarge({ edges }: LineageResult): string | undefined {
  return edges.length > drawnEdges
    ? `GitHub draws ${drawnEdges} arrows at most: name a version and a --depth, or use --format dot`
    : undefined;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
