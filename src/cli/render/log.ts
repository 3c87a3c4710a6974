import type { LogEntry, LogResult } from '../../index.js';
import { changeCounts, extent, versionName } from './shared.js';
import { minute, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

export function renderLog({ entries, cutOff, subject }: LogResult, view: View): Rendered {
  if (entries.length === 0)
    return { lines: [subject === undefined ? 'no versions yet' : `no versions of ${printable(subject)}`] };
  return {
    lines: [
      ...entries.flatMap((entry, index) => [...(index > 0 ? [''] : []), ...entryLines(entry, view)]),
      ...(cutOff ? ['', '… older history is not shown'] : []),
    ],
  };
}

function entryLines(entry: LogEntry, { colors }: View): readonly string[] {
  const { digest, paths, aliases, previous, changes, run } = entry;
  const names = aliases.length > 0 ? ` (${aliases.map(printable).join(', ')})` : '';
  const since = previous === undefined ? '' : ` since ${versionName(previous)}`;
  const counts = changeCounts(changes);
  const details = [
    extent(entry),
    counts === '' ? '' : counts + since,
    paths.map(printable).join(', '),
    run === undefined ? '' : `run ${printable(run)}`,
  ].filter((part) => part !== '');
  return [
    `${colors.yellow(versionName(entry))}${names}  ${short(digest)}`,
    `  ${commitLine(entry)}`,
    `  ${details.join('; ')}`,
  ];
}

function commitLine({ recorded, created }: LogEntry): string {
  if (recorded === undefined) return `${minute(created)}  not committed yet`;
  const { commit, author, email, date, subject, signature } = recorded;
  const signed = signature === 'none' ? '' : ` [signed: ${signature}]`;
  return `${minute(date)}  ${short(commit)}  ${printable(author)} <${printable(email)}>${signed}  ${printable(subject)}`;
}
