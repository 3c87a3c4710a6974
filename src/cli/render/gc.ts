import type { Garbage, GcResult, GcTrashResult, GcUndoResult, KeptVersion } from '../../index.js';
import { more, versionName } from './shared.js';
import { bytes, columns, count, minute, number, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** So many are listed of each. */
const shown = { examples: 5, versions: 10 };

export function renderGc(result: GcResult, view: View): Rendered {
  const { roots, garbage, freedBytes, state, kept, versions, trash } = result;
  const repositories = roots.repositories.length === 1 ? '' : ` in ${number(roots.repositories.length)} repositories`;
  const isNothing = garbage.length === 0;
  return {
    lines: [
      `${count(roots.versions, 'version')} and what else git can still produce${repositories} ` +
        `need ${count(roots.objects, 'object')}`,
      ...(isNothing
        ? ['nothing is there that nobody needs']
        : garbage.flatMap((part) => garbageLines(part, result, view))),
      ...keptLines(kept),
      ...droppedLines(versions.dropped),
      ...keptVersionLines(versions.kept),
      ...doneLines(result),
      ...(state === 'planned' && !isNothing ? [`would free ${bytes(Math.max(0, freedBytes))} on disk`] : []),
      ...(trash.files === 0 ? [] : [`in the trash: ${count(trash.files, 'file')} (${bytes(trash.bytes)})`]),
    ],
    next: nextStep(result),
  };
}

function garbageLines({ reason, objects, bytes: size, examples }: Garbage, { state }: GcResult, { colors }: View) {
  const done = state === 'applied' ? 'moved to the trash' : 'could go';
  const why = {
    unreferenced: 'nothing names them any more',
    superseded: 'of versions that the rules let go',
  }[reason];
  return [
    `${colors.yellow(reason)}: ${count(objects, 'object')} (${bytes(size)}) ${done}, ${why}`,
    ...examples.slice(0, shown.examples).map((example) => {
      const name = example.artifact === undefined ? '' : ` of ${versionName(example)}`;
      const path = example.path === undefined ? '' : `, ${printable(example.path)}`;
      return `  ${short(example.digest)}  ${bytes(example.bytes)}${name}${path}`;
    }),
    ...more(objects, Math.min(shown.examples, examples.length), 'object').map((line) => `  ${line}`),
  ];
}

function keptLines({ pinned, young, buried }: GcResult['kept']): readonly string[] {
  return [
    ...(young.objects === 0 ? [] : [`kept: ${extentOf(young)} that nothing names, stored a short while ago`]),
    ...(pinned.objects === 0 ? [] : [`kept: ${extentOf(pinned)} that another command is about to name`]),
    ...(buried.objects === 0 ? [] : [`kept: ${extentOf(buried)} in packs that are mostly needed`]),
  ];
}

function extentOf({ objects, bytes: size }: { readonly objects: number; readonly bytes: number }): string {
  return `${count(objects, 'object')} (${bytes(size)})`;
}

export function droppedLines(dropped: GcResult['versions']['dropped']): readonly string[] {
  if (dropped.length === 0) return [];
  const rows = dropped
    .slice(0, shown.versions)
    .map((version) => [
      `  ${versionName(version)}`,
      version.size === undefined ? '' : bytes(version.size),
      version.commit === undefined ? '' : `recorded in ${short(version.commit)}`,
    ]);
  return [
    `${count(dropped.length, 'version')} let go by rule; the records stay:`,
    ...columns(rows, [1]),
    ...more(dropped.length, shown.versions, 'version').map((line) => `  ${line}`),
  ];
}

const reasons: Readonly<Record<KeptVersion['reason'], string>> = {
  alias: 'an alias names it',
  'in-use': 'a branch, a tag or a worktree uses it',
  pinned: 'pinned by gc.keep',
  'live-run': 'a run uses it',
  'last-copy': 'no remote is seen to have all of it (push it, or name it with --unpushed)',
  'same-content': 'its content is needed for another reason',
  registered: 'clones registered it (it goes once they let it go, too)',
};

const reasonsOnRemote: typeof reasons = {
  ...reasons,
  'last-copy': 'neither this cache nor another remote has all of it (fetch it, or name it with --unpushed)',
};

export function keptVersionLines(
  kept: GcResult['versions']['kept'],
  { isRemote = false, nameOf }: { readonly isRemote?: boolean; readonly nameOf?: (clone: string) => string } = {},
): readonly string[] {
  return (Object.keys(reasons) as KeptVersion['reason'][]).flatMap((reason) => {
    const versions = kept.filter((version) => version.reason === reason);
    if (versions.length === 0) return [];
    const names = versions.slice(0, shown.versions).map(versionName).join(', ');
    const left = versions.length > shown.versions ? `, and ${number(versions.length - shown.versions)} more` : '';
    const size = versions.reduce((sum, version) => sum + (version.size ?? 0), 0);
    const why = (isRemote ? reasonsOnRemote : reasons)[reason];
    const clones = new Set(versions.flatMap((version) => version.clones ?? []));
    const who = clones.size === 0 || nameOf === undefined ? [] : [`  by ${[...clones].map(nameOf).join(', ')}`];
    const extent = `${count(versions.length, 'version')}${who.length === 0 ? '' : ` (${bytes(size)})`}`;
    return [`kept: ${extent}, ${why}: ${names}${left}`, ...who];
  });
}

function doneLines({ state, run, packs, freed, restored = 0 }: GcResult): readonly string[] {
  return [
    ...(state === 'applied' && run !== undefined ? [`collection ${printable(run)}`] : []),
    ...(packs === undefined || packs.rewritten + packs.merged === 0
      ? []
      : [`${count(packs.rewritten, 'pack')} written anew, ${number(packs.merged)} small ones merged`]),
    ...(freed === undefined ? [] : [`freed ${count(freed.files, 'file')} (${bytes(freed.bytes)})`]),
    ...(restored === 0 ? [] : [`${number(restored)} brought back: somebody needs them`]),
  ];
}

function nextStep({ state, garbage, run, trash }: GcResult): string | undefined {
  if (state === 'applied' && run !== undefined)
    return 'next: pixelis gc --purge frees it in some days; pixelis gc undo brings it back';
  if (state === 'planned' && garbage.length > 0) return 'next: the same with --apply moves it to the trash';
  if (state !== 'purged' && trash.expired.files > 0) return 'next: pixelis gc --purge frees what lies in the trash';
  return undefined;
}

export function renderGcUndo({ run, restored }: GcUndoResult): Rendered {
  return {
    lines: [`brought back ${count(restored.files, 'file')} (${bytes(restored.bytes)}) of collection ${printable(run)}`],
  };
}

export function renderGcTrash({ runs, remote }: GcTrashResult): Rendered {
  const where = remote === undefined ? '' : ` --remote=${printable(remote)}`;
  if (runs.length === 0) return { lines: ['nothing lies in the trash'] };
  const rows = runs.map(({ run, started, files, bytes: size }) => [
    printable(run),
    minute(started),
    count(files, 'file'),
    bytes(size),
  ]);
  return { lines: columns(rows, [2, 3]), next: `next: pixelis gc undo RUN${where} brings one back` };
}
