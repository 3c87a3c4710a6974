import type { CheckoutResult, PlacedPath, PullResult } from '../../index.js';
import { did, more, versionName } from './shared.js';
import { bytes, columns, count, printable } from './text.js';
import { transferLines } from './transfer.js';
import type { Rendered, View } from './view.js';

export function renderCheckout({ dryRun, paths }: CheckoutResult, view: View): Rendered {
  const hasMerged = !dryRun && paths.some(({ keptChanges = 0 }) => keptChanges > 0);
  const next = nextStep(paths, 'pixelis pull') ?? (hasMerged ? 'next: pixelis status' : undefined);
  return { lines: placedLines(paths, dryRun, view), next };
}

export function renderPull({ dryRun, remotes, paths }: PullResult, view: View): Rendered {
  return {
    lines: [
      ...remotes.flatMap((transfer) => transferLines(transfer, dryRun ? 'would fetch' : 'fetched', 'from')),
      ...placedLines(paths, dryRun, view),
    ],
    next: nextStep(paths, 'pixelis status'),
  };
}

/** A line for each path where something was done or could not be; one line where all is as it should be. */
export function placedLines(paths: readonly PlacedPath[], dryRun: boolean, view: View): readonly string[] {
  const notable = paths.filter(({ state }) => state !== 'unchanged');
  if (notable.length === 0)
    return [paths.length === 0 ? 'nothing is tracked' : `${count(paths.length, 'tracked path')}: nothing to do`];
  const rows = columns(notable.map((path) => [printable(path.path), versionName(path), outcome(path, dryRun)]));
  return notable.flatMap((path, index) => pathLines(path, paint(path, view)(rows[index] as string)));
}

function pathLines(path: PlacedPath, summary: string): readonly string[] {
  return [
    summary,
    ...path.conflicts.map((file) => `  left as it is: ${printable(file === '' ? path.path : file)}`),
    ...more(path.conflictFiles, path.conflicts.length, 'file').map((line) => `  ${line}`),
    ...path.missing.map((file) => `  missing: ${printable(file === '' ? path.path : file)}`),
    ...more(path.missingFiles, path.missing.length, 'file').map((line) => `  ${line}`),
  ];
}

function outcome(path: PlacedPath, dryRun: boolean): string {
  const { state, placedFiles, placedBytes, removedFiles, keptFiles, keptChanges = 0 } = path;
  const { missingFiles, conflictFiles } = path;
  return [
    placedFiles > 0 ? `${did(dryRun, 'placed', 'place')} ${count(placedFiles, 'file')} (${bytes(placedBytes)})` : '',
    removedFiles > 0 ? `${did(dryRun, 'removed', 'remove')} ${count(removedFiles, 'file')}` : '',
    keptFiles > 0 ? `${count(keptFiles, 'file')} of your own left alone` : '',
    keptChanges > 0 ? `${count(keptChanges, 'change')} of your own kept` : '',
    missingFiles > 0 ? `${count(missingFiles, 'file')} missing` : '',
    conflictFiles > 0
      ? `${count(conflictFiles, 'changed file')} left as ${conflictFiles === 1 ? 'it is' : 'they are'}`
      : '',
    state === 'refused' && conflictFiles === 0 ? 'left as it is' : '',
    state === 'purged' ? 'purged: nothing to place' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function paint({ state }: PlacedPath, { colors }: View): (text: string) => string {
  if (state === 'incomplete') return colors.yellow;
  return state === 'refused' ? colors.red : String;
}

function nextStep(paths: readonly PlacedPath[], whenMissing: string): string | undefined {
  return paths.some(({ missingFiles }) => missingFiles > 0) ? `next: ${whenMissing}` : undefined;
}
