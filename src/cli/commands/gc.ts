import {
  type Collection,
  type GcRemoteResult,
  type GcResult,
  type GcTrashResult,
  type GcUndoResult,
  PixelisError,
  type RemoteCollection,
} from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { count, detail, dryRun, flag, optional, text, texts } from '../options.js';
import { renderGcRemote } from '../render/gc-remote.js';
import { renderGc, renderGcTrash, renderGcUndo } from '../render/gc.js';

const collect = defineCommand({
  name: 'gc',
  summary: 'take away what nothing needs any more',
  details:
    'Says what nothing needs that git can still produce: commits on any ref, reflogs, stashes, indexes, worktrees, dangling ' +
    'objects, live runs, in every repository that shares the cache. --apply moves it to the trash, where it is found again by ' +
    'whoever asks for it and from which gc undo brings it back; --purge frees what has lain there for a week. ' +
    '--keep-last and --older-than let versions go that history still names; aliases, pins (gc.keep), what a branch, a tag or a ' +
    'worktree uses, and last copies stay. Where anything that may name objects cannot be read, nothing is done. ' +
    'With --remote the same for a remote: every clone that pushes there or fetches from there has said what it needs, and what ' +
    'none of them needs goes to a trash on the remote; the ages are 30d there. Rules let go there what no other clone registered, ' +
    'and what is in this cache or on another remote as well.',
  operands: [],
  options: {
    remote: detail('NAME', 'collect on a remote: the default one, or NAME', { complete: 'remote' }),
    apply: flag('move it to the trash'),
    purge: flag('free what has lain in the trash long enough'),
    grace: text('AGE', 'what was stored a shorter time ago stays; default: 14d, on a remote 30d'),
    trashAge: text('AGE', 'how long a purge leaves things in the trash; default: 7d, on a remote 30d'),
    keepLast: count('N', 'let versions go, but for the last N of each artifact'),
    olderThan: text('AGE', 'let versions go that were recorded longer ago'),
    type: text('TYPE', 'only versions of this type'),
    artifact: texts('GLOB', 'only these artifacts, or versions (NAME:v2)', { complete: 'artifact' }),
    unpushed: texts('REF', 'a version, or an artifact, that may go though no one else has it', {
      complete: 'artifact',
    }),
    forgetRepository: texts('PATH', 'a repository that shared the cache, and is gone for good', { complete: 'folder' }),
    forgetClone: texts('ID', 'a clone that the remote knows, and that is gone for good'),
    wait: text('AGE', 'how long to wait for pushes to the remote that are under way; default: 1m'),
    ignore: texts('ROOT', 'something that cannot be read, as the error names it'),
    dryRun,
  },
  examples: [
    { command: 'pixelis gc', explanation: 'what could go, why, and how much that is' },
    { command: 'pixelis gc --apply', explanation: 'move it to the trash' },
    { command: 'pixelis gc --keep-last 3 --type checkpoint --apply', explanation: 'all but the last three of each' },
    { command: 'pixelis gc --purge', explanation: 'free what has lain in the trash for a week' },
    { command: 'pixelis gc undo', explanation: 'take the latest collection back' },
    { command: 'pixelis gc --remote --apply', explanation: 'the same for what lies on the default remote' },
    { command: 'pixelis gc --remote --keep-last 3 --type checkpoint', explanation: 'what rules would let go there' },
  ],
  answers: true,
  async run({ options }, session): Promise<GcResult | GcRemoteResult> {
    const { apply, purge, dryRun: plansOnly, artifact, forgetRepository, remote, forgetClone, wait, ...rest } = options;
    if (apply && purge) {
      throw new PixelisError('usage.invalid-argument', '--apply and --purge are two steps', {
        hint: 'pixelis gc --apply moves to the trash; some days later, pixelis gc --purge frees',
      });
    }
    const { gc } = await session.repository();
    const mode = plansOnly ? 'plan' : apply ? 'apply' : purge ? 'purge' : 'plan';
    if (remote === false) {
      refuse({ forgetClone, wait }, 'is about remotes: add --remote');
      return gc[mode]({ ...session.task, ...rest, artifacts: artifact, forgetRepositories: forgetRepository });
    }
    return collectionOn(gc, remote)[mode]({
      ...session.task,
      ...rest,
      wait,
      artifacts: artifact,
      forgetClones: forgetClone,
      forgetRepositories: forgetRepository,
    });
  },
  render: (result, view) => (result.command === 'gc' ? renderGc(result, view) : renderGcRemote(result, view)),
});

/** @throws `usage.invalid-argument` where one of these options was given */
function refuse(options: Readonly<Record<string, unknown>>, why: string): void {
  const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
  const given = Object.entries(options).find(([, value]) => isGiven(value));
  if (given === undefined) return;
  const name = given[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new PixelisError('usage.invalid-argument', `--${name} ${why}`, { data: { option: name } });
}

/** What `--remote` and `--remote=NAME` stand for. */
function collectionOn(gc: Collection, remote: string | true): RemoteCollection {
  return gc.remote(remote === true ? undefined : remote);
}

const onRemote = { remote: detail('NAME', 'on a remote: the default one, or NAME', { complete: 'remote' }) } as const;

const undo = defineCommand({
  name: 'gc undo',
  summary: 'bring back what a collection moved to the trash',
  operands: [optional('RUN', 'the collection, as gc trash lists it; default: the latest')],
  options: onRemote,
  examples: [
    { command: 'pixelis gc undo', explanation: 'take the latest collection back' },
    { command: 'pixelis gc undo --remote=backup', explanation: 'the latest one of a remote' },
  ],
  async run({ operands: [run], options: { remote } }, session): Promise<GcUndoResult> {
    const { gc } = await session.repository();
    return (remote === false ? gc : collectionOn(gc, remote)).undo(run, session.task);
  },
  render: renderGcUndo,
});

const trash = defineCommand({
  name: 'gc trash',
  summary: 'list what lies in the trash',
  operands: [],
  options: onRemote,
  examples: [{ command: 'pixelis gc trash', explanation: 'collections that can be taken back' }],
  answers: true,
  async run({ options: { remote } }, session): Promise<GcTrashResult> {
    const { gc } = await session.repository();
    return (remote === false ? gc : collectionOn(gc, remote)).trash(session.task);
  },
  render: renderGcTrash,
});

export const gcCommands: readonly Command[] = [collect, undo, trash];
