import type { ChangeCounts, CommitFacts, FileChange, PurgeFacts } from '../../index.js';
import { bytes, count, number, printable } from './text.js';
import type { View } from './view.js';

/** `dataset-cota_sft:v2`, also of what holds no version: its digest, or a dash. */
export function versionName(id: { readonly artifact?: string; readonly version?: number } | undefined): string {
  return id?.artifact === undefined ? '-' : printable(`${id.artifact}:v${id.version}`);
}

/** `734 MiB`, `734 MiB in 12,000 files`. */
export function extent({ size, files }: { readonly size: number; readonly files?: number }): string {
  return files === undefined ? bytes(size) : `${bytes(size)} in ${count(files, 'file')}`;
}

/** `purged on 2026-05-04 by Ada Lovelace: consent withdrawn`, or how many files were. */
export function purgedText({ purged, by, reason, files }: PurgeFacts): string {
  const what = files === undefined ? '' : `${count(files, 'file')} `;
  return `${what}purged on ${printable(purged.slice(0, 10))} by ${printable(by)}: ${printable(reason)}`;
}

/** `3 added, 1 modified`; empty where nothing differs. */
export function changeCounts(counts: ChangeCounts | undefined): string {
  if (counts === undefined) return '';
  return (['added', 'modified', 'removed', 'renamed'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) => `${number(counts[key])} ${key}`)
    .join(', ');
}

/** `3 added, 1 modified (+734 MiB, -12 KiB)`; empty where nothing differs. */
export function changeExtent(counts: ChangeCounts | undefined): string {
  const text = changeCounts(counts);
  if (counts === undefined || text === '') return text;
  const { addedBytes, removedBytes } = counts;
  const parts = [
    ...(addedBytes > 0 ? [`+${bytes(addedBytes)}`] : []),
    ...(removedBytes > 0 ? [`-${bytes(removedBytes)}`] : []),
  ];
  return parts.length === 0 ? text : `${text} (${parts.join(', ')})`;
}

/** `[signed by ada@example.org]`, `[signature untrusted]`; empty where there is none. */
export function signatureMark({ signature, verification }: CommitFacts, { colors }: Pick<View, 'colors'>): string {
  if (signature === 'none') return '';
  if (verification === undefined) return `[signed: ${signature}]`;
  const { verdict, signer } = verification;
  if (verdict === 'good') return colors.green(`[signed${signer === undefined ? '' : ` by ${printable(signer)}`}]`);
  const paint = verdict === 'bad' || verdict === 'revoked' ? colors.red : colors.yellow;
  return paint(`[signature ${verdict}]`);
}

/** Why a signature is not good: `it is not made over these bytes (ssh, SHA256:…)`; empty where it is, or there is none. */
export function signatureFault({ verification }: CommitFacts): string {
  if (verification?.reason === undefined) return '';
  const { reason, kind, signer, key } = verification;
  const made = [kind, signer, key].filter((part) => part !== undefined).map(printable);
  return `${printable(reason)} (${made.join(', ')})`;
}

/** One line for a changed file, in the colour of its change. */
export function fileChange(change: FileChange, { colors }: View): string {
  const paint = { added: colors.green, modified: colors.yellow, removed: colors.red, renamed: colors.cyan }[
    change.change
  ];
  const from = change.from === undefined ? '' : `${printable(change.from)} -> `;
  return paint(`${change.change.padEnd(8)}  ${from}${printable(change.path)}${fileDetail(change)}`);
}

function fileDetail({ change, kind, oldKind, size, oldSize }: FileChange): string {
  const parts: string[] = [];
  if (oldKind !== undefined && kind !== undefined && oldKind !== kind) parts.push(`${oldKind} -> ${kind}`);
  if (change === 'modified' && oldSize !== undefined && size !== undefined && oldSize !== size)
    parts.push(`${bytes(oldSize)} -> ${bytes(size)}`);
  else if (change === 'added' && size !== undefined) parts.push(bytes(size));
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Puts `would` before what a dry run only says. */
export function did(dryRun: boolean, done: string, planned: string): string {
  return dryRun ? `would ${planned}` : done;
}

/** How many more there are than are shown; nothing where that is all. */
export function more(total: number, shown: number, noun: string): readonly string[] {
  return total > shown ? [`… and ${count(total - shown, `more ${noun}`)}`] : [];
}
