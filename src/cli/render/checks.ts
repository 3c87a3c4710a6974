import type { Check, DoctorResult } from '../../index.js';
import { count, printable } from './text.js';
import type { Rendered, View } from './view.js';

export function renderDoctor({ checks, healthy }: DoctorResult, view: View): Rendered {
  const problems = checks.filter(({ state }) => state === 'problem').length;
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  const verdict = healthy ? 'all well' : count(problems, 'problem');
  return {
    lines: [
      ...checkLines(checks, view),
      '',
      `${count(checks.length, 'check')}: ${verdict}${warnings > 0 ? `, ${count(warnings, 'warning')}` : ''}`,
    ],
  };
}

/** A line a check, the advice below it. */
export function checkLines(checks: readonly Check[], { colors }: View): readonly string[] {
  const signs = { ok: colors.green('ok     '), warning: colors.yellow('warning'), problem: colors.red('problem') };
  return checks.flatMap(({ state, message, advice }) => [
    `${signs[state]}  ${printable(message)}`,
    ...(advice === undefined ? [] : [colors.dim(`         ${printable(advice)}`)]),
  ]);
}
