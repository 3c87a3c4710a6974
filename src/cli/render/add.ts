import type { AddedPath, AddResult } from '../../index.js';
import { changeCounts, did, extent, versionName } from './shared.js';
import { bytes, columns, count, printable, quoted } from './text.js';
import type { Rendered, View } from './view.js';

export function renderAdd({ dryRun, paths }: AddResult, { colors }: View): Rendered {
  const rows = paths.map((added) => [
    colors.bold(versionName(added)),
    printable(added.path),
    extent(added),
    outcome(added, dryRun),
  ]);
  const derived = paths.filter(({ derivedName, state }) => derivedName && state === 'added');
  return {
    lines: [
      ...columns(rows),
      ...derived.map(
        ({ path, artifact, type }) =>
          `${printable(path)} is ${printable(type)} '${printable(artifact)}', derived from the path (--name and --type say otherwise)`,
      ),
    ],
    next: nextStep(paths, dryRun),
  };
}

function outcome({ state, changes, keptFiles, newBytes }: AddedPath, dryRun: boolean): string {
  if (state === 'unchanged') return 'unchanged';
  const details = [
    changeCounts(changes),
    keptFiles > 0 ? `${count(keptFiles, 'unpulled file')} kept` : '',
    state === 'existing-version' ? '' : `${bytes(newBytes)} new`,
  ].filter((part) => part !== '');
  const word = {
    added: did(dryRun, 'added', 'be added'),
    updated: did(dryRun, 'new version', 'be a new version'),
    'existing-version': did(dryRun, 'back at an earlier version', 'go back to an earlier version'),
  }[state];
  return details.length === 0 ? word : `${word} (${details.join(', ')})`;
}

function nextStep(paths: readonly AddedPath[], dryRun: boolean): string | undefined {
  const changed = paths.filter(({ state }) => state !== 'unchanged');
  const [first] = changed;
  if (first === undefined || dryRun) return undefined;
  const subject = changed.length === 1 ? versionName(first) : `${changed.length} artifacts`;
  return `next: git commit -m ${quoted(`Add ${subject}`)} && pixelis push`;
}
