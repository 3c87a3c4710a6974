import { copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import { encodeConfig } from '#format/config.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import type { Digest } from '#model/digest.js';
import { objectKey } from '#model/object-key.js';
import { runStart } from '../live-run/run-start.js';
import { type Collected, collectedRepository } from '../support/garbage.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeOperationContext } from '../support/operation-context.js';

async function makeCollected(t: Test): Promise<Collected> {
  const { repository } = await makeOperationContext(t);
  await repository.write('.gitignore', 'ignored/\n');
  await repository.commit('set up');
  return collectedRepository(t, repository);
}

interface Root {
  /** Adds something and leaves only this root to name it; the digest. */
  readonly leave: (collected: Collected, t: Test) => Promise<Digest>;
  /** Takes the root away. */
  readonly take: (collected: Collected) => Promise<void>;
}

const pointer = 'data/a.pixelis.yaml';

const roots: Readonly<Record<string, Root>> = {
  'a blob that dangles': {
    async leave({ add, repository }) {
      const digest = await add('data/a', 'dangling');
      await dropFromWorktree(repository.root);
      await repository.git('read-tree', '--empty');
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'the index alone': {
    async leave({ add, repository }) {
      const digest = await add('data/a', 'staged');
      await dropFromWorktree(repository.root);
      await repository.git('prune', '--expire=now');
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'the reflog alone': {
    async leave({ add, repository }) {
      const digest = await add('data/a', 'reset away');
      await repository.commit('a');
      await repository.git('reset', '--hard', '--quiet', 'HEAD~1');
      await dropFromWorktree(repository.root);
      await repository.git('prune', '--expire=now');
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'a branch that is deleted': {
    async leave({ add, repository }) {
      await repository.git('checkout', '--quiet', '-b', 'topic');
      const digest = await add('data/a', 'on a deleted branch');
      await repository.commit('a');
      await repository.git('checkout', '--quiet', 'main');
      await repository.git('branch', '-D', '--quiet', 'topic');
      await dropFromWorktree(repository.root);
      await repository.git('reflog', 'expire', '--expire=now', '--all');
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'a stash that was dropped': {
    async leave({ add, repository }) {
      const digest = await add('data/a', 'stashed');
      await repository.git('stash', '--quiet');
      await repository.git('stash', 'drop', '--quiet');
      await dropFromWorktree(repository.root);
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'the HEAD of another worktree, whose folder is gone': {
    async leave({ add, repository, forget }, t) {
      const digest = await add('data/a', 'elsewhere');
      await repository.git('add', '--all');
      const commit = await repository.commit('a');
      const linked = join(await makeFolder(t), 'linked');
      await repository.git('worktree', 'add', '--quiet', '--detach', linked, commit);
      await rm(linked, { recursive: true });
      await repository.git('reset', '--hard', '--quiet', 'HEAD~1');
      await forget();
      return digest;
    },
    async take({ repository, forget }) {
      await repository.git('worktree', 'prune', '--expire=now');
      await forget();
    },
  },
  'a file in another worktree': {
    async leave({ add, repository, forget }, t) {
      const digest = await add('data/a', 'a pointer elsewhere');
      const linked = join(await makeFolder(t), 'linked');
      await repository.git('worktree', 'add', '--quiet', '--detach', linked);
      await copyFile(join(repository.root, pointer), join(linked, 'b.pixelis.yaml'));
      await forget();
      return digest;
    },
    async take({ repository }) {
      const [, linked = ''] =
        (await repository.git('worktree', 'list', '--porcelain')).match(/^worktree (.*linked)$/m) ?? [];
      await rm(join(linked, 'b.pixelis.yaml'));
    },
  },
  'a pointer that git ignores': {
    async leave({ add, repository, forget }) {
      const digest = await add('data/a', 'ignored');
      await mkdir(join(repository.root, 'ignored/deep'), { recursive: true });
      await copyFile(join(repository.root, pointer), join(repository.root, 'ignored/deep/b.pixelis.yaml'));
      await forget();
      return digest;
    },
    take: async ({ repository }) => rm(join(repository.root, 'ignored'), { recursive: true }),
  },
  'a pointer in conflict': {
    async leave({ add, repository, forget }) {
      const digest = await add('data/a', 'one side');
      const mine = await readFile(join(repository.root, pointer), 'utf8');
      const theirs = mine.replace(/blake3:[0-9a-f]{64}/, `blake3:${'0'.repeat(64)}`);
      await forget();
      await repository.write('c.pixelis.yaml', `<<<<<<< ours\n${mine}=======\n${theirs}>>>>>>> theirs\n`);
      return digest;
    },
    take: async ({ repository }) => rm(join(repository.root, 'c.pixelis.yaml')),
  },
  'a file of another program that spells the digest, committed once': {
    async leave({ add, repository, forget }) {
      const digest = await add('data/a', 'in a paper');
      await forget();
      await repository.write('fetch.sh', `pixelis get ${digest}\n`);
      await repository.git('add', 'fetch.sh');
      await rm(join(repository.root, 'fetch.sh'));
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'what was last put in the worktree': {
    async leave({ add, repository, forget }, t) {
      const digest = await add('data/a', 'placed');
      const kept = join(await makeFolder(t), 'index');
      await rename(join(repository.root, '.git/pixelis/index'), kept);
      await forget();
      await rename(kept, join(repository.root, '.git/pixelis/index'));
      return digest;
    },
    take: async ({ forget }) => forget(),
  },
  'a link out of the worktree': {
    async leave({ add, repository, cacheFolder, forget }) {
      const digest = await add('data/a', new Uint8Array(2 << 20).fill(5));
      await forget();
      await mkdir(join(repository.root, 'linked'));
      await symlink(join(cacheFolder, objectKey(digest)), join(repository.root, 'linked/a'));
      return digest;
    },
    take: async ({ repository }) => rm(join(repository.root, 'linked'), { recursive: true }),
  },
  'a run that goes on': {
    async leave({ add, repository, forget }, t) {
      const digest = await add('data/a', 'an input');
      await forget();
      const start = runStart({ run: 'abc123', inputs: [{ artifact: 'other-a', version: 1, digest }] });
      const held = await holdNewRun(join(repository.root, '.git/pixelis'), { start, root: '/', pid: 1, allow: [] });
      t.teardown(() => held.release());
      return digest;
    },
    take: async ({ repository }) => rm(join(repository.root, '.git/pixelis/runs/abc123'), { recursive: true }),
  },
};

/** Leaves what git has. */
async function dropFromWorktree(root: string): Promise<void> {
  for (const name of ['data', '.pixelis/artifacts', '.git/pixelis/index']) {
    await rm(join(root, name), { recursive: true, force: true });
  }
}

void test('each root alone keeps what it names, and without it that goes', async (t) => {
  for (const [name, { leave, take }] of Object.entries(roots)) {
    await t.test(name, async (sub) => {
      const collected = await makeCollected(sub);
      const digest = await leave(collected, sub);
      const kept = await collected.collect();
      sub.equal(await collected.holds(digest), true, 'kept');
      sub.equal(kept.run, undefined, 'nothing else was there');
      await take(collected);
      const gone = await collected.collect();
      sub.equal(await collected.holds(digest), false, 'gone');
      sub.match(gone, { state: 'applied', garbage: [{ reason: 'unreferenced', objects: 1 }] });
    });
  }
});

void test('of repositories that share a cache each keeps what it names', async (t) => {
  const folder = await makeFolder(t);
  const cacheFolder = join(folder, 'cache');
  const makeSharing = async () => {
    const { repository } = await makeOperationContext(t);
    await repository.write('.pixelis/config.yaml', encodeConfig({ cache: { dir: cacheFolder } }));
    await repository.commit('set up');
    return collectedRepository(t, repository, cacheFolder);
  };
  const [one, other] = [await makeSharing(), await makeSharing()];
  const digest = await other.add('data/a', 'of the other');
  const own = await one.add('data/b', 'of the first');
  await other.repository.commit('a');
  t.match((await one.collect()).roots.repositories, [/\.git$/, /\.git$/]);
  t.equal(await one.holds(digest), true);

  await t.test('one that is gone stops it, until it is forgotten', async (sub) => {
    const moved = `${other.repository.root}-moved`;
    await rename(other.repository.root, moved);
    const commonFolder = join(other.repository.root, '.git');
    const refused = {
      code: 'gc.root-unreadable',
      hint: `if it is gone for good: pixelis gc --forget-repository ${commonFolder}`,
    };
    await sub.rejects(one.collect(), refused);
    await sub.rejects(
      one.call((pixelis) => pixelis.gc.plan()),
      refused,
    );
    await sub.rejects(
      one.call((pixelis) => pixelis.gc.purge()),
      refused,
    );
    sub.equal(await one.holds(digest), true);
    await one.collect({ forgetRepositories: [other.repository.root] });
    sub.equal(await one.holds(digest), false);
    sub.equal(await one.holds(own), true);
    await one.collect();
    const back = collectedRepository(sub, gitRepositoryAt(moved, other.repository.environment), cacheFolder);
    sub.match(await back.call((pixelis) => pixelis.gc.plan()), { roots: { repositories: [/-moved/, /\.git$/] } });
  });
});

void test('a cache inside another repository, and one that is a link, are shared as well', async (t) => {
  const owner = await makeCollected(t);
  const digest = await owner.add('data/a', 'of the owner');
  const { repository } = await makeOperationContext(t);
  await repository.write('.pixelis/config.yaml', encodeConfig({ cache: { dir: owner.cacheFolder } }));
  const guest = collectedRepository(t, repository, owner.cacheFolder);
  const ofGuest = await guest.add('data/a', 'of the guest');
  const { repository: other } = await makeOperationContext(t);
  await mkdir(join(other.root, '.git/pixelis'));
  await symlink(owner.cacheFolder, join(other.root, '.git/pixelis/cache'));
  const linked = collectedRepository(t, other, owner.cacheFolder);
  const ofLinked = await linked.add('data/a', 'behind a link');
  for (const { collect } of [owner, guest, linked]) {
    t.equal((await collect()).roots.repositories.length, 3);
    for (const each of [digest, ofGuest, ofLinked]) t.equal(await owner.holds(each), true);
  }
});

void test('a root that cannot be read stops it, and is named', async (t) => {
  const collected = await makeCollected(t);
  const { repository, collect, add, holds } = collected;
  const digest = await add('data/a', 'precious');
  await repository.commit('a');
  const file = join(repository.root, 'broken.pixelis.yaml');
  for (const [what, content] of [
    ['cut off', 'pixelis: 1\nartifact: x\n'],
    ['empty', ''],
    ['of a newer format', `pixelis: 2\nobjects: ["${digest}"]\n`],
  ] as const) {
    await writeFile(file, content);
    await t.rejects(collect(), { code: 'gc.root-unreadable', message: /broken\.pixelis\.yaml/ }, what);
  }
  await t.resolves(collect({ ignore: [file] }), 'it may be done without');
  await rm(file);

  await t.test(
    'a folder that may not be looked into',
    { skip: process.getuid?.() === 0 && 'root may look anywhere' },
    async (sub) => {
      const folder = join(repository.root, 'secret');
      await mkdir(folder, { mode: 0 });
      await sub.rejects(collect(), { code: 'gc.root-unreadable', data: { root: folder } });
      await sub.resolves(collect({ ignore: [folder] }));
    },
  );

  await t.test('a blob that begins as a pointer does', async (sub) => {
    await repository.write('odd', 'pixelis: 1\nartifact: x\ndigest: blake3:12\n');
    const blob = await repository.git('hash-object', '-w', 'odd');
    await rm(join(repository.root, 'odd'));
    await sub.rejects(collect(), { code: 'gc.root-unreadable', data: { root: blob } });
    await sub.resolves(collect({ ignore: [blob] }));
    await repository.git('prune', '--expire=now');
    await sub.resolves(collect());
  });

  await t.test('a shallow clone', async (sub) => {
    await repository.commit('another');
    const clone = join(dirname(repository.root), 'shallow');
    await repository.git('clone', '--quiet', '--depth=1', `file://${repository.root}`, clone);
    const shallow = collectedRepository(sub, gitRepositoryAt(clone, repository.environment));
    await sub.rejects(shallow.collect(), { code: 'gc.root-unreadable', cause: { code: 'git.shallow' } });
  });
  t.equal(await holds(digest), true);
});

void test('a tree that is damaged stops it, also once the damage was set aside', async (t) => {
  const { repository, call, collect } = await makeCollected(t);
  await repository.write('data/folder/a', 'one');
  await repository.write('data/folder/b', new Uint8Array(2 << 20).fill(9));
  await call((pixelis) => pixelis.add(['data/folder']));
  await repository.commit('folder');
  await t.resolves(collect());
  const { filesIn, flipByte } = await import('../support/damage.js');
  for (const file of await filesIn(join(repository.root, '.git/pixelis/cache'), 'packs/')) await flipByte(file);
  for (const look of ['first', 'second']) await t.rejects(collect(), { code: 'gc.root-unreadable' }, look);
  await call((pixelis) => pixelis.verify([], { repair: true }));
  await t.resolves(collect());
});

void test('without the git executable it says that it needs it', async (t) => {
  const { repository } = await makeCollected(t);
  const { openGit } = await import('#git/open-git.js');
  const git = await openGit({ cwd: repository.root, environment: repository.environment, adapter: 'isomorphic-git' });
  const { contextOfRepository } = await import('../../src/context-of-repository.js');
  const session = { folder: '', isOffline: false, commandLine: [], environment: repository.environment };
  const { gc } = await import('#operations/gc.js');
  await t.rejects(gc(contextOfRepository(git, session), { mode: 'plan' }), {
    code: 'gc.root-unreadable',
    cause: { code: 'git.unsupported' },
  });
});
