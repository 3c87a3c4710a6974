import type { PurgedContent, PurgedPath, PurgedStore, PurgeResult, PurgeUse } from '../../index.js';
import { extent, more, versionName } from './shared.js';
import { bytes, count, number, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** So many of each are shown. */
const shown = 10;

export function renderPurge(result: PurgeResult, view: View): Rendered {
  const { applied, purged, keptObjects, uses, stores, worktree } = result;
  const lost = uses.filter(({ lostFiles }) => lostFiles > 0);
  const keeping = uses.filter(({ kept }) => kept > 0);
  return {
    lines: [
      ...purged.slice(0, shown).map((content) => contentLine(content, view)),
      ...more(purged.length, shown, 'file'),
      ...lost.slice(0, shown).map((use) => lostLine(use, view)),
      ...more(lost.length, shown, 'version that loses files'),
      ...(keptObjects === 0 ? [] : [keptLine(keptObjects, keeping)]),
      ...stores.map((store) => storeLine(store, applied)),
      ...worktree.map(worktreeLine),
    ],
    next: nextOf(result),
  };
}

function contentLine({ digest, size, files, versions, isNew }: PurgedContent, { colors }: View): string {
  const [first] = versions;
  const name = first === undefined ? short(digest) : versionName(first);
  const inside = first?.path === undefined ? '' : `//${printable(first.path)}`;
  const others = versions.length > 1 ? ` and ${count(versions.length - 1, 'other place')}` : '';
  const known = isNew ? '' : ', purged before';
  return `${colors.red('purge')}  ${name}${inside}${others} (${extent({ size, ...(files === undefined ? {} : { files }) })}${known})`;
}

function lostLine({ lost, lostFiles, ...use }: PurgeUse, { colors }: View): string {
  const what = lost[0] === '' ? 'all of it' : count(lostFiles, 'file');
  return `${colors.yellow('loses')}  ${useName(use)}: ${what}`;
}

function keptLine(objects: number, keeping: readonly PurgeUse[]): string {
  const names = keeping.slice(0, 3).map((use) => useName(use));
  const others = keeping.length > 3 ? ` and ${number(keeping.length - 3)} more` : '';
  return `kept   ${count(objects, 'object')} that ${names.join(', ')}${others} need`;
}

function useName({ run, artifact, version }: Pick<PurgeUse, 'run' | 'artifact' | 'version'>): string {
  if (run !== undefined) return `run ${printable(run)}`;
  return versionName({
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
  });
}

function storeLine({ remote, objects, bytes: size, rewrittenPacks = 0 }: PurgedStore, applied: boolean): string {
  const where = remote === undefined ? 'the cache' : `remote '${printable(remote)}'`;
  if (objects === 0) return applied ? `removed nothing from ${where}` : `nothing of it in ${where}`;
  const packs = rewrittenPacks === 0 ? '' : `, ${count(rewrittenPacks, 'pack')} written again without it`;
  return `${applied ? 'removed' : 'would remove'} ${count(objects, 'object')} (${bytes(size)}) from ${where}${packs}`;
}

function worktreeLine({ path, files, removed }: PurgedPath): string {
  return removed
    ? `removed ${count(files, 'file')} at ${printable(path)}`
    : `still in the worktree: ${count(files, 'file')} at ${printable(path)} (--worktree removes them)`;
}

function nextOf({ applied, purged, problems, stores }: PurgeResult): string | undefined {
  if (!applied) {
    const isIdle = purged.length === 0 && stores.every(({ objects }) => objects === 0);
    return isIdle ? undefined : "next: the same with --reason 'why' --apply; nothing brings it back";
  }
  if (problems.length > 0) return 'next: run the same again when nothing is in the way any more';
  return purged.some(({ isNew }) => isNew)
    ? "next: git commit -m 'Purge', git push; others: git pull && pixelis purge --apply"
    : undefined;
}
