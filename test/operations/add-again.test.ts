import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import type { Git } from '#git/git.js';
import { add } from '#operations/add.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { versionFile } from '../support/lineage-records.js';
import { makeOperationContext } from '../support/operation-context.js';

void test('a record without a pointer, which a killed add leaves, is taken up under the same name', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  const first = await pixelis.add(['data']);
  await rm(join(repository.root, 'data.pixelis.yaml'));
  await repository.git('rm', '-r', '--quiet', '--cached', '.');
  const [again] = (await pixelis.add(['data'])).paths;
  t.match(again, { artifact: first.paths[0]?.artifact, version: 1, state: 'existing-version' });
});

void test('what was changed after an add that was cut short between pointer and index can be added', async (t) => {
  const { repository, pixelis, context } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  await repository.write('data/old.csv', 'old\n');
  await pixelis.add(['data']);
  await repository.write('data/train.csv', 'a,b\n1,0\n');
  await rm(join(repository.root, 'data/old.csv'));
  const files: RepositoryContext['files'] = {
    ...context.files,
    async replaceAll(pointers) {
      await context.files.replaceAll(pointers);
      throw new Error('killed');
    },
  };
  const killed = Object.create(context, { files: { value: files } }) as RepositoryContext;
  await t.rejects(add(killed, ['data'], {}), { message: 'killed' });
  await repository.write('data/train.csv', 'a,b\n1,0\n2,0\n');
  t.match((await pixelis.add(['data'])).paths, [{ version: 3, state: 'updated', files: 1 }]);
});

void test('versions from the 100th on are made, found, restored and audited like those before', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  const artifact = (await pixelis.add(['data'])).paths[0]?.artifact ?? '';
  await repository.write(...versionFile(artifact, { version: 99 }));
  const records: (string | undefined)[] = [];
  for (const version of [100, 101]) {
    await repository.write('data/train.csv', `a,b\n${version},0\n`);
    const { paths } = await pixelis.add(['data']);
    t.match(paths, [{ artifact, version }]);
    records.push(paths[0]?.record);
    await repository.commit(`Version ${version}`);
  }
  t.match(records, [/\/v100\/v100-[0-9a-f]{8}\.yaml$/, /\/v100\/v101-[0-9a-f]{8}\.yaml$/]);
  t.match(await pixelis.show(`${artifact}:v100`), { version: { version: 100 } });
  await pixelis.checkout([`${artifact}:v100`]);
  t.equal(await readFile(join(repository.root, 'data/train.csv'), 'utf8'), 'a,b\n100,0\n');
  const { counts, checks } = await pixelis.audit();
  t.equal(counts.versions, 4);
  t.match(
    checks.find(({ check }) => check === 'records'),
    { state: 'pass' },
  );
});

void test('a name whose records git knows stays taken', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  await pixelis.add(['data']);
  await repository.commit('Add data');
  await rm(join(repository.root, 'data.pixelis.yaml'));
  await t.rejects(pixelis.add(['data']), { code: 'name.invalid' });
});

void test('a path that nothing ignores any more is ignored again, and its gitignore staged', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  await pixelis.add(['data']);
  await repository.git('rm', '--quiet', '--cached', '.gitignore');
  await pixelis.add(['data']);
  t.equal(await repository.git('ls-files', '.gitignore'), '.gitignore');
  await repository.git('rm', '--quiet', '--force', '.gitignore');
  const { paths } = await pixelis.add(['data']);
  t.equal(paths[0]?.state, 'unchanged');
  t.equal(await readFile(join(repository.root, '.gitignore'), 'utf8'), '/data\n');
  t.equal(await repository.git('ls-files', '.gitignore'), '.gitignore');
});

void test('metadata that no record can hold is refused before anything is written', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a,b\n');
  for (const metadata of [{ when: new Date() }, { loss: Number.NaN }, { text: '\ud800' }, { call: () => 1 }]) {
    await t.rejects(pixelis.add(['data'], { metadata }), { code: 'usage.invalid-argument' });
  }
  t.equal(await repository.git('status', '--porcelain', '.pixelis/artifacts', 'data.pixelis.yaml', '.gitignore'), '');
});

void test('git is asked as often for many paths as for one, whether they are new, changed or as they were', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const ask = async (paths: readonly string[]): Promise<readonly string[]> => {
    const calls: string[] = [];
    const git = new Proxy(context.git, {
      get(target, name: keyof Git) {
        if (typeof target[name] === 'function') calls.push(name);
        return target[name];
      },
    });
    const counting: RepositoryContext = Object.create(context, { git: { value: git } });
    t.strictSame((await add(counting, paths, {})).problems, []);
    return calls.sort();
  };
  const names = ['one', 'a/two', 'a/three', 'a/b/four', 'five'];
  for (const state of ['new', 'changed', 'as it was', 'killed before the pointer']) {
    if (state === 'killed before the pointer') {
      for (const name of names) await rm(join(repository.root, `${name}.pixelis.yaml`));
      for (const folder of ['', 'a', 'a/b']) await rm(join(repository.root, folder, '.gitignore'));
      await repository.git('rm', '-r', '--quiet', '--cached', '.');
    } else if (state !== 'as it was') for (const name of names) await repository.write(name, `${name} ${state}`);
    t.strictSame(await ask(names.slice(1)), await ask(names.slice(0, 1)), state);
  }
  t.equal(await readFile(join(repository.root, 'a/.gitignore'), 'utf8'), '/two\n/three\n');
  t.strictSame(
    (await repository.git('ls-files', '*.gitignore')).split('\n').filter((line) => line !== ''),
    ['.gitignore', 'a/.gitignore', 'a/b/.gitignore'],
  );
});
