import type { HookRunResult, HooksResult } from '../../index.js';
import { placedLines } from './placed.js';
import { columns, printable } from './text.js';
import { transferLines } from './transfer.js';
import type { Rendered, View } from './view.js';

export function renderHooks({ command, dryRun, hooks, mergeDriver }: HooksResult): Rendered {
  const rows = hooks.map(({ name, path, state, changed, beside }) => [
    name,
    changed && dryRun ? `would be ${state}` : state,
    printable(path),
    beside === undefined ? '' : `beside ${printable(beside)}`,
  ]);
  const { state: driver, changed } = mergeDriver;
  rows.push(['merge driver', changed && dryRun ? `would be ${driver}` : driver, 'merge.pixelis.driver', '']);
  const isLacking = command === 'hooks status' && [...hooks, mergeDriver].some(({ state }) => state === 'absent');
  return { lines: columns(rows), next: isLacking ? 'next: pixelis hooks install' : undefined };
}

/** Says something only where the hook did something. */
export function renderHookRun({ action, allowed, remotes, paths }: HookRunResult, view: View): Rendered {
  const isNotable = paths.some(({ state }) => state !== 'unchanged');
  return {
    lines: [
      ...(action === 'pushed' ? remotes.flatMap((transfer) => transferLines(transfer, 'pushed', 'to')) : []),
      ...(isNotable ? placedLines(paths, false, view) : []),
    ],
    next: allowed ? undefined : 'next: pixelis push, then git push again',
  };
}
