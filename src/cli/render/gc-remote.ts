import type { GcRemoteResult } from '../../index.js';
import { droppedLines, keptVersionLines } from './gc.js';
import { more } from './shared.js';
import { bytes, columns, count, minute, number, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** So many are listed of each. */
const shown = { clones: 20, examples: 5 };

export function renderGcRemote(result: GcRemoteResult, { colors }: View): Rendered {
  const { remote, clones, needed, garbage, freedBytes, state, kept, trash, versions } = result;
  const nameOf = (id: string): string => printable(clones.find(({ clone }) => clone === id)?.by ?? id);
  const done = state === 'applied' ? 'moved to the trash' : 'could go';
  return {
    lines: [
      `${count(clones.length, 'clone')} ${clones.length === 1 ? 'needs' : 'need'} ${count(needed, 'object')} of remote ${printable(remote)}`,
      ...cloneLines(clones),
      ...(garbage.objects === 0
        ? ['nothing is there that no clone needs']
        : [`${colors.yellow('not needed')}: ${count(garbage.objects, 'object')} (${bytes(garbage.bytes)}) ${done}`]),
      ...garbage.examples
        .slice(0, shown.examples)
        .map((example) => `  ${short(example.digest)}  ${bytes(example.bytes)}`),
      ...(kept.young.objects === 0
        ? []
        : [`kept: ${count(kept.young.objects, 'object')} (${bytes(kept.young.bytes)}) stored a short while ago`]),
      ...droppedLines(versions.dropped),
      ...keptVersionLines(versions.kept, { isRemote: true, nameOf }),
      ...doneLines(result),
      ...(state === 'planned' && garbage.objects > 0 ? [`would free ${bytes(Math.max(0, freedBytes))}`] : []),
      ...trash.map(
        ({ run, files, bytes: size }) => `in the trash: ${printable(run)}, ${count(files, 'file')} (${bytes(size)})`,
      ),
    ],
    next: nextStep(result),
  };
}

function cloneLines(clones: GcRemoteResult['clones']): readonly string[] {
  const rows = clones
    .slice(0, shown.clones)
    .map(({ clone, by, isThis, latest, objects }) => [
      `  ${printable(by)}`,
      isThis ? 'this clone' : clone,
      latest === undefined ? '' : `last seen ${minute(latest)}`,
      objects === undefined ? '' : `named ${number(objects)}`,
    ]);
  return [...columns(rows, []), ...more(clones.length, shown.clones, 'clone').map((line) => `  ${line}`)];
}

function doneLines({ state, run, moved, restored = 0, freed, uploads = 0 }: GcRemoteResult): readonly string[] {
  return [
    ...(state === 'applied' && run !== undefined ? [`collection ${printable(run)}`] : []),
    ...(moved === undefined || moved.rewritten + moved.merged === 0
      ? []
      : [`${count(moved.rewritten, 'pack')} written anew, ${number(moved.merged)} small ones merged`]),
    ...(freed === undefined ? [] : [`freed ${count(freed.files, 'file')} (${bytes(freed.bytes)})`]),
    ...(restored === 0 ? [] : [`${count(restored, 'file')} brought back: somebody needs them`]),
    ...(uploads === 0 ? [] : [`${count(uploads, 'upload')} removed that nobody finished`]),
  ];
}

function nextStep({ state, remote, garbage, run }: GcRemoteResult): string | undefined {
  const where = `--remote=${printable(remote)}`;
  if (state === 'applied' && run !== undefined)
    return `next: pixelis gc ${where} --purge frees it in a month; pixelis gc undo ${where} brings it back`;
  if (state === 'planned' && garbage.objects > 0) return 'next: the same with --apply moves it to the trash';
  return undefined;
}
