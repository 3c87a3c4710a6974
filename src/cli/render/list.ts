import type { ListResult, SearchResult, VersionSummary } from '../../index.js';
import { extent, purgedText, versionName } from './shared.js';
import { columns, count, minute, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

export function renderList({ artifacts }: ListResult, view: View): Rendered {
  if (artifacts.length === 0) return { lines: ['no artifacts'], next: 'next: pixelis add PATH' };
  const rows = artifacts.flatMap(({ versions, versionCount, paths }) =>
    versions.map((version, index) => [
      ...cells(version, view),
      [
        ...(index > 0 ? [] : paths.map(printable)),
        index > 0 || versions.length === versionCount ? '' : `(${count(versionCount, 'version')})`,
        purgeOf(version, view),
      ]
        .filter((part) => part !== '')
        .join(' '),
    ]),
  );
  return { lines: columns(rows, [3]) };
}

export function renderSearch({ versions }: SearchResult, view: View): Rendered {
  if (versions.length === 0) return { lines: ['no version fits'] };
  const rows = versions.map((version) => [
    ...cells(version, view),
    [purgeOf(version, view), metadataText(version.metadata)].filter((part) => part !== '').join(' '),
  ]);
  return { lines: columns(rows, [3]) };
}

function cells(version: VersionSummary, { colors }: View): string[] {
  const { type, digest, created, aliases } = version;
  const names = aliases.filter((alias) => alias !== 'latest').map(printable);
  return [
    colors.bold(versionName(version)) + (names.length > 0 ? ` (${names.join(', ')})` : ''),
    printable(type),
    short(digest),
    extent(version),
    minute(created),
  ];
}

function purgeOf({ purged }: VersionSummary, { colors }: View): string {
  return purged === undefined ? '' : colors.red(purgedText(purged));
}

function metadataText(metadata: VersionSummary['metadata']): string {
  return Object.entries(metadata ?? {})
    .map(([key, value]) => printable(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`))
    .join(' ');
}
