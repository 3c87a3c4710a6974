import { namesApart, type ShowResult } from '../../index.js';
import { extent, purgedText, signatureFault, signatureMark, versionName } from './shared.js';
import { bytes, columns, minute, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

export function renderShow(result: ShowResult, { colors }: View): Rendered {
  const { version, subpath, parents, children, paths, record, recorded, cache, entries } = result;
  const title = versionName(version) + (subpath === undefined ? '' : `//${printable(subpath)}`);
  const rows: (readonly [string, string])[] = [
    ['type', printable(version.type)],
    ['digest', printable(version.digest)],
    ['size', extent(version)],
    ['created', printable(version.created)],
    ['recorded', recorded === undefined ? 'not committed yet' : commitLine(recorded, colors)],
    ['signature', recorded === undefined ? '' : signatureFault(recorded)],
    ['record', printable(record)],
    ['aliases', version.aliases.map(printable).join(', ')],
    ['at', paths.map(printable).join(', ')],
    ['run', printable(version.run ?? '')],
    [
      'made from',
      namesApart(parents)
        .map((name, index) => printable(name) + roleOf(parents[index]?.role))
        .join(', '),
    ],
    ['used for', children.map(versionName).join(', ')],
    ['in cache', { complete: 'yes', partial: 'in part', absent: 'no', purged: 'no' }[cache]],
    ['purged', version.purged === undefined ? '' : purgedText(version.purged)],
    ...Object.entries(version.metadata ?? {}).map(([key, value]) => [printable(key), valueText(value)] as const),
  ];
  return {
    lines: [
      colors.bold(title),
      ...columns(rows.filter(([, value]) => value !== '').map(([key, value]) => [`  ${key}`, value])),
      ...(entries === undefined ? [] : ['', ...entryLines(entries)]),
    ],
    next: cache === 'complete' || cache === 'purged' ? undefined : `next: pixelis fetch ${versionName(version)}`,
  };
}

function commitLine(recorded: NonNullable<ShowResult['recorded']>, colors: View['colors']): string {
  const { commit, author, date, subject } = recorded;
  const line = `${short(commit)} by ${printable(author)}, ${minute(date)}: ${printable(subject)}`;
  return `${line} ${signatureMark(recorded, { colors })}`.trimEnd();
}

function roleOf(role: string | undefined): string {
  return role === undefined ? '' : ` (${printable(role)})`;
}

function valueText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function entryLines(entries: NonNullable<ShowResult['entries']>): readonly string[] {
  const marks = { file: '', executable: '*', symlink: '@', folder: '/' };
  return columns(
    entries.map(({ path, kind, size }) => [size === undefined ? '' : bytes(size), `${printable(path)}${marks[kind]}`]),
    [0],
  );
}
