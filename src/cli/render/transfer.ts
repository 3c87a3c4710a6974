import type { FetchResult, PushResult, Transfer } from '../../index.js';
import { versionName } from './shared.js';
import { bytes, count, number, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderPush({ dryRun, remotes, problems }: PushResult): Rendered {
  const isDone = problems.length === 0 && !dryRun && remotes.some(({ objects }) => objects > 0);
  return {
    lines: remotes.flatMap((transfer) => transferLines(transfer, dryRun ? 'would push' : 'pushed', 'to')),
    next: isDone ? 'next: git push' : undefined,
  };
}

export function renderFetch({ dryRun, remotes, problems }: FetchResult): Rendered {
  const isDone = problems.length === 0 && !dryRun && remotes.some(({ objects }) => objects > 0);
  return {
    lines: remotes.flatMap((transfer) => transferLines(transfer, dryRun ? 'would fetch' : 'fetched', 'from')),
    next: isDone ? 'next: pixelis checkout' : undefined,
  };
}

/** What was moved, which versions are not whole on the other side, and which were left out. */
export function transferLines(transfer: Transfer, verb: string, preposition: 'to' | 'from'): readonly string[] {
  return [...movedLines(transfer, verb, preposition), ...leftOutLines(transfer)];
}

function movedLines(transfer: Transfer, verb: string, preposition: 'to' | 'from'): readonly string[] {
  const { remote, upToDate, objects, bytes: size, presentObjects, missingObjects, corruptObjects, versions } = transfer;
  const name = `remote '${printable(remote)}'`;
  if (upToDate) {
    const runs = transfer.runs === undefined ? '' : `${count(transfer.runs, 'run')}, `;
    return [`${name}: up to date (${count(versions.length, 'version')}, ${runs}${count(presentObjects, 'object')})`];
  }
  const lacking = [
    missingObjects > 0 ? `${number(missingObjects)} missing` : '',
    corruptObjects > 0 ? `${number(corruptObjects)} damaged` : '',
  ].filter((part) => part !== '');
  return [
    `${verb} ${count(objects, 'object')} (${bytes(size)}) ${preposition} ${name}` +
      (lacking.length > 0 ? `; ${lacking.join(', ')}` : ''),
    ...versions
      .filter(({ complete }) => !complete && lacking.length > 0)
      .map((version) => `  incomplete: ${versionName(version)}`),
  ];
}

function leftOutLines({ remote, leftOut: [first, ...others] = [] }: Transfer): readonly string[] {
  if (first === undefined) return [];
  const what = `${count(others.length + 1, 'version')} that gc let go from remote '${printable(remote)}'`;
  return [`left out ${what}; to bring one back: pixelis push ${versionName(first)} --remote ${printable(remote)}`];
}
