import type { EnvironmentComparisonResult, EnvironmentDifference } from '../../index.js';
import { columns, count, printable, quoted, short } from './text.js';
import type { Rendered, View } from './view.js';

/** Differences by severity, worst first. Those that are cosmetic are counted, and listed on request. */
export function renderComparison(
  { command, recorded, actual, satisfied, differences }: EnvironmentComparisonResult,
  { colors }: View,
  { all }: { readonly all: boolean },
): Rendered {
  const paint = { breaking: colors.red, likely: colors.yellow, possible: colors.cyan, cosmetic: colors.dim };
  const shown = differences.filter(({ severity }) => all || severity !== 'cosmetic');
  const rows = columns(
    shown.map(({ severity, aspect, key, ...values }) => [severity, aspect, printable(key), change(values)]),
  );
  const hidden = differences.length - shown.length;
  return {
    lines: [
      `${nameOf(recorded)} -> ${nameOf(actual)}`,
      ...rows.map((row, index) => paint[shown[index]?.severity ?? 'cosmetic'](row)),
      ...(hidden === 0 ? [] : [`and ${count(hidden, 'cosmetic difference')}: --all lists them`]),
      ...(differences.length === 0 ? ['no differences'] : []),
      ...(command === 'env check' ? [satisfied ? colors.green('satisfied') : colors.red('not satisfied')] : []),
    ],
    next: !satisfied && differences.some(({ aspect }) => aspect === 'package') ? whatIsNeeded(recorded) : undefined,
  };
}

function whatIsNeeded({ reference }: EnvironmentComparisonResult['recorded']): string {
  return `every package that it had: pixelis env show ${quoted(reference)} --packages`;
}

function nameOf({ reference, digest, run }: EnvironmentComparisonResult['recorded']): string {
  const name = reference === '.' ? 'this machine' : run === undefined ? 'environment' : `run ${printable(run)}`;
  return `${name} (${short(digest)})`;
}

function change({ recorded, actual }: Pick<EnvironmentDifference, 'recorded' | 'actual'>): string {
  const shown = (value: string | undefined) => (value === undefined ? 'none' : printable(shortened(value)));
  return `${shown(recorded)} -> ${shown(actual)}`;
}

function shortened(value: string): string {
  return /^blake3:[0-9a-f]{64}$/.test(value) ? short(value) : value;
}
