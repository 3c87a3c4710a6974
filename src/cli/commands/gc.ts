import { type GcResult, type GcTrashResult, type GcUndoResult, PixelisError } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { count, dryRun, flag, optional, text, texts } from '../options.js';
import { renderGc, renderGcTrash, renderGcUndo } from '../render/gc.js';

const collect = defineCommand({
  name: 'gc',
  summary: 'take away what nothing needs any more',
  details:
    'Says what nothing needs that git can still produce: commits on any ref, reflogs, stashes, indexes, worktrees, dangling ' +
    'objects, live runs, in every repository that shares the cache. --apply moves it to the trash, where it is found again by ' +
    'whoever asks for it and from which gc undo brings it back; --purge frees what has lain there for a week. ' +
    '--keep-last and --older-than let versions go that history still names; aliases, pins (gc.keep), what a branch, a tag or a ' +
    'worktree uses, and last copies stay. Where anything that may name objects cannot be read, nothing is done.',
  operands: [],
  options: {
    apply: flag('move it to the trash'),
    purge: flag('free what has lain in the trash long enough'),
    grace: text('AGE', 'what was stored a shorter time ago stays; default: 14d'),
    trashAge: text('AGE', 'how long a purge leaves things in the trash; default: 7d'),
    keepLast: count('N', 'let versions go, but for the last N of each artifact'),
    olderThan: text('AGE', 'let versions go that were recorded longer ago'),
    type: text('TYPE', 'only versions of this type'),
    artifact: texts('GLOB', 'only these artifacts, or versions (NAME:v2)', { complete: 'artifact' }),
    unpushed: texts('REF', 'a version, or an artifact, that may go though no remote has it', { complete: 'artifact' }),
    forgetRepository: texts('PATH', 'a repository that shared the cache, and is gone for good', { complete: 'folder' }),
    ignore: texts('ROOT', 'something that cannot be read, as the error names it'),
    dryRun,
  },
  examples: [
    { command: 'pixelis gc', explanation: 'what could go, why, and how much that is' },
    { command: 'pixelis gc --apply', explanation: 'move it to the trash' },
    { command: 'pixelis gc --keep-last 3 --type checkpoint --apply', explanation: 'all but the last three of each' },
    { command: 'pixelis gc --purge', explanation: 'free what has lain in the trash for a week' },
    { command: 'pixelis gc undo', explanation: 'take the latest collection back' },
  ],
  answers: true,
  async run({ options }, session): Promise<GcResult> {
    const { apply, purge, dryRun: plansOnly, artifact, forgetRepository, ...rest } = options;
    if (apply && purge) {
      throw new PixelisError('usage.invalid-argument', '--apply and --purge are two steps', {
        hint: 'pixelis gc --apply moves to the trash; some days later, pixelis gc --purge frees',
      });
    }
    const { gc } = await session.repository();
    const request = { ...session.task, ...rest, artifacts: artifact, forgetRepositories: forgetRepository };
    if (plansOnly || !(apply || purge)) return gc.plan(request);
    return apply ? gc.apply(request) : gc.purge(request);
  },
  render: renderGc,
});

const undo = defineCommand({
  name: 'gc undo',
  summary: 'bring back what a collection moved to the trash',
  operands: [optional('RUN', 'the collection, as gc trash lists it; default: the latest')],
  options: {},
  examples: [{ command: 'pixelis gc undo', explanation: 'take the latest collection back' }],
  async run({ operands: [run] }, session): Promise<GcUndoResult> {
    const { gc } = await session.repository();
    return gc.undo(run, session.task);
  },
  render: renderGcUndo,
});

const trash = defineCommand({
  name: 'gc trash',
  summary: 'list what lies in the trash',
  operands: [],
  options: {},
  examples: [{ command: 'pixelis gc trash', explanation: 'collections that can be taken back' }],
  answers: true,
  async run(_, session): Promise<GcTrashResult> {
    const { gc } = await session.repository();
    return gc.trash(session.task);
  },
  render: renderGcTrash,
});

export const gcCommands: readonly Command[] = [collect, undo, trash];
