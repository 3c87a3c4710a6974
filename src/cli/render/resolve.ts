import type { Conflict, ConflictEntry, MergeDriverResult, ResolvedPath, ResolveResult } from '../../index.js';
import { did, more, versionName } from './shared.js';
import { bytes, columns, printable } from './text.js';
import type { Rendered, View } from './view.js';

/** As many files of one conflict are shown; --json has all. */
const maxShown = 20;

export function renderResolve({ paths, dryRun, operation }: ResolveResult, view: View): Rendered {
  if (paths.length === 0) return { lines: ['nothing is in conflict'] };
  const isOpen = paths.some(({ state }) => state === 'conflicted');
  const lines = paths.flatMap((resolved) =>
    resolved.state === 'conflicted' ? conflictLines(resolved.conflict, view) : [resolvedLine(resolved, dryRun)],
  );
  if (isOpen) return { lines, next: 'next: pixelis resolve PATH --ours, --theirs or --union' };
  const command = operation === undefined || operation === 'merge' ? 'git commit' : `git ${operation} --continue`;
  return { lines, next: dryRun ? undefined : `next: ${command}` };
}

/** A conflict with the versions of both sides, then the files in which they contradict each other. */
export function conflictLines({ path, reason, ours, theirs, entries }: Conflict, { colors }: View): readonly string[] {
  const sides = ours === undefined && theirs === undefined ? '' : `: ${sideNames(ours, theirs).join(' or ')}`;
  const rows = entries
    .slice(0, maxShown)
    .map((entry) => [`  ${printable(entry.path)}`, kinds[entry.kind], detail(entry)]);
  return [
    `${colors.red(`${printable(path)} is in conflict`)}${sides}${reasons[reason]}`,
    ...columns(rows),
    ...more(entries.length, rows.length, 'file').map((line) => `  ${line}`),
  ];
}

/** For stderr, among what git says. */
export function renderMergeDriver({ path, outcome, entries }: MergeDriverResult): Rendered {
  if (outcome === 'merged') return { lines: [] };
  const rows = entries.slice(0, maxShown).map((entry) => [`  ${printable(entry.path)}`, kinds[entry.kind]]);
  return {
    lines: [
      ...(entries.length === 0
        ? []
        : [`pixelis: both sides changed in '${printable(path.replace(/\.pixelis\.yaml$/, ''))}':`]),
      ...columns(rows),
      ...more(entries.length, rows.length, 'file'),
    ],
    next: 'next: pixelis resolve',
  };
}

function resolvedLine({ path, state, version, isNew = false, conflict }: ResolvedPath, dryRun: boolean): string {
  const name = printable(path);
  if (state === 'removed') return `${did(dryRun, 'removed', 'remove')} ${name}`;
  if (version === undefined) return `${did(dryRun, 'resolved', 'resolve')} ${name}`;
  const made = isNew ? `, new, from ${sideNames(conflict.ours, conflict.theirs).join(' and ')}` : '';
  return `${did(dryRun, 'resolved', 'resolve')} ${name}: ${versionName(version)}${made}`;
}

/** Two branches give their versions the same number, more often than not: then only digests tell them apart. */
function sideNames(ours: Conflict['ours'], theirs: Conflict['theirs']): readonly [string, string] {
  const names = [versionName(ours), versionName(theirs)] as const;
  if (names[0] !== names[1] || ours === undefined || theirs === undefined) return names;
  return [byDigest(ours), byDigest(theirs)];
}

function byDigest({ artifact, digest }: NonNullable<Conflict['ours']>): string {
  return printable(`${artifact}@${digest.slice(0, 'blake3:'.length + 8)}`);
}

const reasons: Readonly<Record<Conflict['reason'], string>> = {
  files: '',
  mergeable: ', which can be merged',
  whole: ', of which one can be had',
  'deleted-by-us': ', deleted by us',
  'deleted-by-them': ', deleted by them',
  aliases: '',
  unknown: ', and cannot be examined',
};

const kinds: Readonly<Record<ConflictEntry['kind'], string>> = {
  'both-modified': 'both modified',
  'both-added': 'both added',
  'deleted-by-us': 'deleted by us',
  'deleted-by-them': 'deleted by them',
  'file-and-folder': 'file and folder',
};

function detail({ ours, theirs, choice }: ConflictEntry): string {
  if (choice !== undefined) return `chosen: ${choice}`;
  const sized = (side: ConflictEntry['ours']) => (side?.size === undefined ? (side?.kind ?? '-') : bytes(side.size));
  return ours === undefined && theirs === undefined ? '' : `${sized(ours)} or ${sized(theirs)}`;
}
