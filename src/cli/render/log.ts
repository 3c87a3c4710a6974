import type { LogEntry, LogResult } from '../../index.js';
import { changeExtent, extent, fileChange, signatureFault, signatureMark, versionName } from './shared.js';
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

function entryLines(entry: LogEntry, view: View): readonly string[] {
  const { digest, paths, aliases, previous, changes, fileChanges = [], run, recorded } = entry;
  const names = aliases.length > 0 ? ` (${aliases.map(printable).join(', ')})` : '';
  const fault = recorded === undefined ? '' : signatureFault(recorded);
  const differs = previous === undefined ? '' : changeExtent(changes);
  const details = [
    extent(entry),
    differs === '' ? '' : `${differs} since ${versionName(previous)}`,
    paths.map(printable).join(', '),
    run === undefined ? '' : `run ${printable(run)}`,
  ].filter((part) => part !== '');
  return [
    `${view.colors.yellow(versionName(entry))}${names}  ${short(digest)}`,
    `  ${commitLine(entry, view)}`,
    ...(fault === '' ? [] : [`  signature: ${fault}`]),
    `  ${details.join('; ')}`,
    ...messageLines(recorded?.message),
    ...fileChanges.filter(({ path }) => path !== '').map((change) => `    ${fileChange(change, view)}`),
  ];
}

function commitLine({ recorded, created }: LogEntry, view: View): string {
  if (recorded === undefined) return `${minute(created)}  not committed yet`;
  const { commit, author, email, date, subject } = recorded;
  const signed = signatureMark(recorded, view);
  const who = [`${printable(author)} <${printable(email)}>`, ...(signed === '' ? [] : [signed])].join(' ');
  return `${minute(date)}  ${short(commit)}  ${who}  ${printable(subject)}`;
}

/** What a message says beyond its first line. */
function messageLines(message: string | undefined): readonly string[] {
  const [, ...lines] = (message ?? '').split('\n');
  return lines.length === 0 ? [] : lines.map((line) => `    ${printable(line)}`.trimEnd());
}
