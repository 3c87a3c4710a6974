import { createHash } from 'node:crypto';
import { encodeEnvironmentRecord, environmentRecordPath } from '#format/environment-record.js';
import { encodePointer } from '#format/pointer.js';
import { encodeRunRecord, runRecordPath } from '#format/run-record.js';
import { encodeTombstone, tombstonePath } from '#format/tombstone.js';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { hashBytes, type Hasher } from '#hashing/hasher.js';
import { digestFromHex } from '#model/digest.js';
import type { VersionId, VersionRecord } from '#model/version.js';
import type { GitRepository } from './git-repository.js';

/** What honest people do with git between one commit and the next. */
const deeds = [
  'record',
  'record',
  'record',
  'branch',
  'switch',
  'merge',
  'rebase',
  'squash',
  'cherry-pick',
  'amend',
  'collect',
  'purge',
] as const;

/**
 * Makes a history as honest people make it, by git itself: records on branches that are merged, rebased before they are
 * pushed, squashed, picked; commits amended; rubbish collected. The same seed makes the same history, but for the clock.
 */
export async function makeHonestHistory(
  { git, write }: GitRepository,
  { seed, hasher, length }: { readonly seed: number; readonly hasher: Hasher; readonly length: number },
): Promise<readonly string[]> {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const done: string[] = [];
  const branches = ['main'];
  const recorded: VersionId[] = [];
  let on = 'main';
  let count = 0;
  /** Commits of the branch that nobody else has seen: they may be rewritten. */
  let own = 0;

  const commit = async (message: string): Promise<void> => {
    await git('add', '--all');
    await git('commit', '-q', '--allow-empty', '-m', message);
  };
  const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

  const record = async (): Promise<void> => {
    const files = (await git('ls-files', '.pixelis/artifacts')).split('\n');
    const artifact = `dataset-${pick(['a', 'b', 'c'])}`;
    const numbers = files.flatMap((file) => {
      const [, name, number] = /artifacts\/([^/]+)\/v(\d+)-/.exec(file) ?? [];
      return name === artifact ? Number(number) : [];
    });
    count += 1;
    const hex = createHash('sha256').update(`${seed} ${count}`).digest('hex');
    const id: VersionId = { artifact, version: Math.max(0, ...numbers) + 1, digest: digestFromHex(hex) };
    const known = recorded.filter((one) => files.includes(versionRecordPath(one)));
    const parents = known.length === 0 || random(2) === 0 ? [] : [pick(known)];
    const facts: VersionRecord = { ...id, type: 'dataset', size: count, created: now(), parents, metadata: { count } };
    const environment = encodeEnvironmentRecord({ level: 1, programs: {}, lockfiles: [], switches: {}, unknown: {} });
    if (random(2) === 0) {
      await write(versionRecordPath(id), encodeVersionRecord(facts));
    } else {
      const run = `r${seed}x${count}`;
      const digest = hashBytes(environment, hasher);
      await write(environmentRecordPath(digest), environment);
      await write(versionRecordPath(id), encodeVersionRecord({ ...facts, run }));
      await write(
        runRecordPath(run),
        encodeRunRecord({
          run,
          kind: 'command',
          command: ['true'],
          folder: '',
          started: new Date().toISOString(),
          ended: new Date().toISOString(),
          seconds: 1,
          state: 'COMPLETED',
          exitCode: 0,
          host: 'h',
          user: 'u',
          captureLevel: 1,
          environment: digest,
          code: { commit: await git('rev-parse', 'HEAD'), dirty: false },
          params: {},
          tags: [],
          inputs: parents,
          outputs: [id],
          metrics: {},
          redacted: [],
        }),
      );
    }
    recorded.push(id);
    await write(`${artifact}.csv.pixelis.yaml`, encodePointer({ ...id, size: count }));
  };

  const step: Readonly<Record<(typeof deeds)[number], () => Promise<void>>> = {
    async record() {
      await record();
      await commit(`record ${count}`);
      own += 1;
    },
    async branch() {
      if (branches.length > 4) return;
      on = `topic-${branches.length}`;
      branches.push(on);
      own = 0;
      await git('checkout', '-q', '-b', on);
    },
    async switch() {
      on = pick(branches);
      own = 0;
      await git('checkout', '-q', on);
    },
    async merge() {
      const other = pick(branches);
      own = 0;
      if (other !== on) await git('merge', '-q', '--no-edit', '-X', pick(['ours', 'theirs']), other);
    },
    async rebase() {
      if (on === 'main') return;
      own = 0;
      await git('rebase', '-q', '-X', 'theirs', 'main');
    },
    async squash() {
      const other = pick(branches);
      if (other === on) return;
      own = 0;
      await git('merge', '-q', '--squash', '-X', 'ours', other);
      await commit(`squash ${other}`);
    },
    'cherry-pick': async () => {
      const other = pick(branches);
      const commits = (await git('rev-list', '--no-merges', '--max-count=5', `${on}..${other}`))
        .split('\n')
        .filter(Boolean);
      if (commits.length > 0)
        await git('cherry-pick', '--allow-empty', '--keep-redundant-commits', '-X', 'ours', pick(commits));
    },
    async amend() {
      if (own === 0) return;
      await record();
      await git('add', '--all');
      await git('commit', '-q', '--amend', '--no-edit');
    },
    async collect() {
      if (random(4) === 0) await git('gc', '-q', '--prune=now');
    },
    async purge() {
      const files = (await git('ls-files', '.pixelis/artifacts')).split('\n');
      const id = recorded.find((one) => files.includes(versionRecordPath(one)));
      if (id === undefined || random(3) > 0) return;
      const by = { name: 'Ada', email: 'ada@example.org' };
      const { digest } = id;
      // What one clone purged, another finds purged.
      if ((await git('ls-files', tombstonePath(digest))) !== '') return;
      const tombstone = {
        digest,
        size: 1,
        purged: '2024-01-01T00:00:00Z',
        by,
        reason: 'licence',
        from: ['cache'],
        versions: [id],
      };
      await write(tombstonePath(digest), encodeTombstone(tombstone));
      await commit('purge');
    },
  };

  await commit('start');
  for (let at = 0; at < length; at++) {
    const deed = pick(deeds);
    try {
      await step[deed]();
    } catch (error) {
      // A conflict that takes more than choosing a side: they give up, and go on.
      if (!/CONFLICT|conflict/.test(String((error as { readonly stdout?: string }).stdout))) throw error;
      for (const command of ['rebase', 'cherry-pick', 'merge']) await git(command, '--abort').catch(() => undefined);
      await git('reset', '-q', '--hard');
    }
    done.push(`${deed} on ${on}`);
  }
  return done;
}

/** Whole numbers below a limit, the same for the same seed (mulberry32). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
