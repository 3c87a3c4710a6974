import type { DiffResult, DiffState, PathDiff } from '../../index.js';
import { changeExtent, fileChange, versionName } from './shared.js';
import { bytes, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

export function renderDiff({ from, to, clean, paths }: DiffResult, view: View): Rendered {
  const { colors } = view;
  const between = `${printable(from.name)} -> ${printable(to.name)}`;
  if (clean) return { lines: [`${between}: no difference`] };
  return {
    lines: [
      between,
      ...paths.flatMap((path) => [
        colors.bold(pathLine(path)),
        ...path.files.filter((file) => file.path !== '').map((file) => `  ${fileChange(file, view)}`),
      ]),
    ],
  };
}

/** `data/train  dataset-train:v1 -> dataset-train:v2  3 added, 1 modified (+90 MiB, -1.0 MiB)  (1.2 GiB -> 1.3 GiB)`. */
function pathLine({ path, change, before, after, changes, oldSize, size }: PathDiff): string {
  const counts = change === 'modified' ? changeExtent(changes) : change;
  const sizes = [oldSize, size].flatMap((value) => (value === undefined ? [] : bytes(value))).join(' -> ');
  return [
    printable(path),
    `${stateName(before, change === 'added')} -> ${stateName(after, change === 'removed')}`,
    counts,
    sizes === '' ? '' : `(${sizes})`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function stateName(state: DiffState | undefined, isAbsent: boolean): string {
  if (isAbsent) return 'nothing';
  if (state === undefined) return 'worktree';
  if (state.version !== undefined) return versionName(state);
  return state.digest === undefined ? 'worktree' : short(state.digest);
}
