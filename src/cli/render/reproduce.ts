import type { PlannedReproduction, ReproducedRun, ReproduceResult } from '../../index.js';
import { versionName } from './shared.js';
import { columns, count, printable, quoted, short } from './text.js';
import type { Rendered, View } from './view.js';

export function renderReproduce({ dryRun, planned, runs }: ReproduceResult, view: View): Rendered {
  if (dryRun) return { lines: planned.flatMap(plannedLines) };
  const different = runs.find(({ verdict, reproduction }) => verdict === 'different' && reproduction !== undefined);
  return {
    lines: runs.flatMap((run) => runLines(run, view)),
    next:
      different?.reproduction === undefined
        ? undefined
        : `next: pixelis runs compare ${different.run} ${different.reproduction}`,
  };
}

function plannedLines({
  run,
  name,
  command,
  folder,
  commit,
  changedFiles,
  deletedFiles,
  inputs,
  outputs,
  reason,
}: PlannedReproduction): readonly string[] {
  const title = `run ${named(run, name)}`;
  if (reason !== undefined) return [`${title}: not runnable: ${printable(reason)}`];
  const changes = [
    changedFiles > 0 ? `${count(changedFiles, 'file')} changed` : '',
    deletedFiles > 0 ? `${count(deletedFiles, 'file')} deleted` : '',
  ].filter((part) => part !== '');
  const rows = [
    ['command', command.map(quoted).join(' ')],
    ...(folder === '' ? [] : [['folder', printable(folder)]]),
    ['code', [`commit ${short(commit ?? '')}`, ...changes].join(', ')],
    ...inputs.map((input) => ['input', at(input)]),
    ...outputs.map((output) => ['judged', at(output)]),
  ];
  return [`would execute ${title} again`, ...columns(rows).map((line) => `  ${line}`)];
}

function runLines(result: ReproducedRun, { colors }: View): readonly string[] {
  const { run, name, verdict, reason, outputs, likelyCause, differences, reproduction, folder, warnings } = result;
  const paint = {
    identical: colors.green,
    'within-tolerance': colors.green,
    different: colors.red,
    'not-runnable': colors.red,
  };
  const because = reason === undefined ? '' : `: ${printable(reason)}`;
  const judged = outputs.map(({ verdict: each, deviation, detail, ...output }) => [
    at(output),
    paint[each](words(each)) +
      (deviation === undefined || each === 'different' ? '' : ` (${deviation.toPrecision(2)})`),
    printable(detail ?? ''),
  ]);
  return [
    `run ${named(run, name)}: ${colors.bold(paint[verdict](words(verdict)))}${because}`,
    ...columns(judged).map((line) => `  ${line}`),
    ...(likelyCause === undefined ? [] : [`  likely cause: ${printable(likelyCause)}`]),
    ...(differences.length > 0 && verdict !== 'different'
      ? [`  the environment differs in ${count(differences.length, 'point')}`]
      : []),
    ...warnings.map(
      ({ message, hint }) =>
        `  ${colors.yellow('note:')} ${printable(message)}${hint === undefined ? '' : ` (${printable(hint)})`}`,
    ),
    ...(reproduction === undefined ? [] : [`  recorded as run ${printable(reproduction)}`]),
    ...(folder === undefined
      ? []
      : [`  kept in ${printable(folder)}; remove it with: git worktree remove --force ${quoted(folder)}`]),
  ];
}

function named(run: string, name: string | undefined): string {
  return printable(name === undefined ? run : `${run} (${name})`);
}

function at(output: { readonly artifact: string; readonly version: number; readonly path?: string }): string {
  const path = output.path === undefined ? '' : ` at ${printable(output.path)}`;
  return versionName(output) + path;
}

function words(verdict: ReproducedRun['verdict']): string {
  return verdict === 'within-tolerance' ? 'within the tolerance' : verdict.replace('-', ' ');
}
