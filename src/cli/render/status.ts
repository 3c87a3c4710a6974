import { relative, resolve } from 'node:path';
import type { StatusPath, StatusResult, UntrackedPath } from '../../index.js';
import { conflictLines } from './resolve.js';
import { changeCounts, extent, fileChange, more, purgedText, versionName } from './shared.js';
import { bytes, columns, count, number, printable, quoted, short } from './text.js';
import type { Rendered, View } from './view.js';

/** Of what is not tracked, and of what is not committed. */
const linesShown = 10;
/** Smaller files are as well off in git. */
const worthAddingBytes = 2 ** 20;

export function renderStatus(result: StatusResult, view: View): Rendered {
  const { conflicts, paths, untracked, uncommitted, unpushed = [], remote } = result;
  const notable = paths.filter(isNotable);
  const summaries = columns(notable.map((path) => [printable(path.path), versionName(path), stateOf(path)]));
  return {
    lines: [
      ...heading(result),
      ...conflicts.flatMap((conflict) => conflictLines(conflict, view)).map((line) => `  ${line}`),
      ...notable.flatMap((path, index) => pathLines(path, summaries[index] as string, view)),
      ...section('Not tracked', untrackedLines(untracked), view),
      ...section('Not committed', uncommitted.map(printable), view),
      ...section(
        remote === undefined ? 'Not pushed, as far as this clone knows' : 'Not pushed',
        unpushed.map(versionName),
        view,
      ),
    ],
    next: nextStep(result, view),
  };
}

/** The largest come first: they are the likeliest to belong here and not into git. */
function untrackedLines(untracked: readonly UntrackedPath[]): readonly string[] {
  return columns(
    [...untracked]
      .sort((a, b) => b.size - a.size)
      .map(({ path, kind, size, files }) => [
        `${printable(path)}${kind === 'folder' ? '/' : ''}`,
        extent(files === undefined ? { size } : { size, files }),
      ]),
  );
}

function section(title: string, lines: readonly string[], { colors }: View): readonly string[] {
  if (lines.length === 0) return [];
  const shown = [...lines.slice(0, linesShown), ...more(lines.length, linesShown, 'path')];
  return ['', colors.bold(title), ...shown.map((line) => `  ${line}`)];
}

function pathLines(path: StatusPath, summary: string, view: View): readonly string[] {
  return [`  ${paint(path, view)(summary)}`, ...changedFiles(path, view).map((line) => `    ${line}`)];
}

function heading({ branch, commit, remote, conflicts, paths }: StatusResult): readonly string[] {
  const place =
    branch === undefined ? `commit ${commit === undefined ? 'none' : short(commit)}` : `branch ${printable(branch)}`;
  const against = remote === undefined ? '' : `, remote '${printable(remote)}'`;
  if (paths.length + conflicts.length === 0) return [`${place}${against}: nothing is tracked`];
  const inConflict = conflicts.filter(({ path }) => !paths.some((known) => known.path === path)).length;
  const changed = paths.filter(isNotable).length + inConflict;
  const verdict = changed === 0 ? 'all as recorded' : `${number(changed)} not as recorded`;
  return [`${place}${against}: ${count(paths.length, 'tracked path')}, ${verdict}`];
}

function isNotable({ pointer, worktree, cache, missingOnRemote }: StatusPath): boolean {
  return (
    pointer !== 'unchanged' || worktree !== 'unchanged' || cache !== 'complete' || (missingOnRemote?.objects ?? 0) > 0
  );
}

/** `pointer modified (was v1), worktree modified: 3 added; 12 objects (1.2 MiB) not in the cache`. */
function stateOf({ pointer, head, worktree, changes, notPulledFiles, cache, ...path }: StatusPath): string {
  const { placedFrom: from } = path;
  const counts = changeCounts(changes);
  const was =
    head === undefined ? '' : ` (HEAD has ${head.artifact === path.artifact ? `v${head.version}` : versionName(head)})`;
  const worktreeText = {
    unchanged: '',
    modified: `changed since${counts === '' ? '' : `: ${counts}`}`,
    partial: `${count(notPulledFiles, 'file')} not pulled`,
    absent: 'not in the worktree',
    unknown: 'cannot be compared',
  }[worktree];
  return [
    pointer === 'unchanged' ? '' : `pointer ${pointer}${was}`,
    worktreeText,
    from === undefined ? '' : `placed from ${from.version === undefined ? 'another version' : `v${from.version}`}`,
    path.purged === undefined ? '' : purgedText(path.purged),
    cache === 'complete' || cache === 'purged' ? '' : `${objects(path.missingInCache)} not in the cache`,
    (path.missingOnRemote?.objects ?? 0) > 0 ? `${objects(path.missingOnRemote)} not on the remote` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function objects(missing: StatusPath['missingOnRemote']): string {
  if (missing === undefined || missing.objects === 0) return 'objects';
  return `${count(missing.objects, 'object')} (${bytes(missing.bytes)})`;
}

function changedFiles({ changedFiles: files, changes }: StatusPath, view: View): readonly string[] {
  // A file that is tracked by itself has said it all on its own line.
  if (files.length === 1 && files[0]?.path === '') return [];
  const total =
    changes === undefined ? files.length : changes.added + changes.modified + changes.removed + changes.renamed;
  return [...files.map((file) => fileChange(file, view)), ...more(total, files.length, 'file')];
}

function paint({ worktree, pointer }: StatusPath, { colors }: View): (text: string) => string {
  if (pointer === 'conflicted' || worktree === 'absent') return colors.red;
  return worktree === 'unchanged' ? colors.green : colors.yellow;
}

function nextStep(
  { root, conflicts, paths, untracked, uncommitted, unpushed = [], warnings }: StatusResult,
  { folder }: View,
): string | undefined {
  if (conflicts.length > 0) return 'next: pixelis resolve';
  const pasted = (path: string) => quoted(fromFolder(folder, resolve(root, path)));
  const named = (chosen: readonly StatusPath[]) => chosen.map(({ path }) => pasted(path));
  const outdated = paths.filter(({ placedFrom }) => placedFrom !== undefined);
  if (outdated.length > 0) {
    const verb = outdated.every(({ cache }) => cache === 'complete') ? 'checkout' : 'pull';
    const what = outdated.length <= 5 ? named(outdated).join(' ') : 'PATH...';
    return `next: pixelis ${verb} --merge ${what} to bring both together, or pixelis ${verb} --force ${what} to give up what was changed here`;
  }
  const changed = named(paths.filter(({ worktree }) => worktree === 'modified'));
  if (changed.length > 0 && changed.length <= 5)
    return `next: pixelis add ${changed.join(' ')} to record, or pixelis checkout ${changed.join(' ')} --force to give up`;
  if (changed.length > 0) return 'next: pixelis add PATH... to record, or pixelis checkout PATH... --force to give up';
  const absent = paths.filter(
    ({ worktree, cache }) => cache !== 'purged' && (worktree === 'absent' || worktree === 'partial'),
  );
  if (absent.length > 0)
    return absent.every(({ cache }) => cache === 'complete') ? 'next: pixelis checkout' : 'next: pixelis pull';
  if (warnings.some(({ code }) => code === 'record.changed')) return undefined;
  if (uncommitted.length > 0) return "next: git commit -m 'Record data'";
  if (unpushed.length > 0) return 'next: pixelis push';
  const candidate = untracked.find(({ size }) => size >= worthAddingBytes);
  return candidate === undefined ? undefined : `next: pixelis add ${pasted(candidate.path)}`;
}

/** A path as the user would type it: never to be mistaken for an option. */
function fromFolder(folder: string, path: string): string {
  const typed = relative(folder, path);
  return typed.startsWith('-') ? `./${typed}` : typed;
}
