import { test } from 'tap';
import { makeVersions, numbers } from '../support/remote-rules.js';

void test('what rules let go from a remote does not come back with push --all, but when it is named', async (t) => {
  const { letGo, onRemote, collectRemote, push, ask, free } = await makeVersions(t);
  await letGo();
  for (const step of ['in the trash', 'freed']) {
    const foreseen = await ask((pixelis) => pixelis.push([], { all: true, dryRun: true }));
    const { remotes, problems, warnings } = await push();
    t.match(foreseen.remotes, remotes);
    t.match(remotes, [{ versions: [{ version: 3 }], upToDate: true, objects: 0 }], step);
    t.strictSame(numbers(remotes[0]?.leftOut ?? []), [1, 2]);
    t.strictSame([problems, warnings], [[], []]);
    t.match(await collectRemote(), { restored: 0 }, 'this clone does not need them there');
    t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
    if (step !== 'freed') t.match(await free(), { freed: { files: 2 } });
  }
  t.match((await push('dataset-a:v1')).remotes, [{ upToDate: false, leftOut: undefined }]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2] });
  t.strictSame(numbers((await push()).remotes[0]?.leftOut ?? []), [2], 'it is let go no more');
});

void test('what is used by now comes back with push --all: by a branch, an alias, a pin, or with the same content', async (t) => {
  const { letGo, onRemote, push, repository, ask } = await makeVersions(t);
  await letGo();
  await repository.git('branch', 'old', 'HEAD~2');
  t.strictSame(numbers((await push()).remotes[0]?.leftOut ?? []), [2]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2] });
  await ask((pixelis) => pixelis.aliases.set('dataset-a:v2', 'published'));
  t.match((await push()).remotes, [{ leftOut: undefined, upToDate: false }]);
  t.strictSame(await onRemote(), { missing: [], letGo: [] });

  await ask((pixelis) => pixelis.aliases.remove('dataset-a', 'published'));
  await repository.git('branch', '--quiet', '-D', 'old');
  await letGo();
  await ask((pixelis) => pixelis.config.set('gc.keep', 'dataset-a:v1'));
  t.strictSame(numbers((await push()).remotes[0]?.leftOut ?? []), [2]);
});

void test('what gc undo brought back is left out no more', async (t) => {
  const { letGo, push, undo } = await makeVersions(t);
  await letGo();
  await undo();
  t.match((await push()).remotes, [{ leftOut: undefined, upToDate: true }]);
});

void test('content that a version has which nobody let go is pushed with all', async (t) => {
  const { letGo, push, repository, call } = await makeVersions(t);
  await letGo();
  await repository.write('data/b/same', 'the same in all');
  await repository.write('data/b/own', 'version 1');
  await call((pixelis) => pixelis.add(['data/b']));
  await repository.commit('as v1');
  await call((pixelis) => pixelis.add(['data/a']));
  await repository.git('rm', '--quiet', 'data/b.pixelis.yaml');
  await repository.commit('of history alone');
  t.strictSame(numbers((await push()).remotes[0]?.leftOut ?? []), [2]);
});

void test('what is needed and missing is a problem, though a rule let it go', async (t) => {
  const { letGo, free, cloneOf } = await makeVersions(t);
  await letGo();
  await free();
  const other = await cloneOf();
  await other.fetch('dataset-a:v3');
  t.match(await other.push(), { remotes: [{ upToDate: true, leftOut: [{}, {}] }], problems: [], warnings: [] });
  await other.repository.git('branch', 'old', 'HEAD~2');
  t.match(await other.push(), {
    remotes: [{ upToDate: false, leftOut: [{ version: 2 }] }],
    problems: [{ code: 'object.dropped', version: 1 }],
  });
});

void test('git push of a whole history brings back what its tips use alone', async (t) => {
  const { letGo, onRemote, call, repository } = await makeVersions(t);
  await letGo();
  const pushed = async (revision: string): Promise<object> => {
    const commit = await repository.git('rev-parse', revision);
    const zeros = '0'.repeat(commit.length);
    const input = `refs/heads/main ${commit} refs/heads/main ${zeros}\n`;
    return call((pixelis) => pixelis.hooks.run({ hook: 'pre-push', arguments: ['elsewhere', 'url'], input }));
  };
  t.match(await pushed('HEAD'), { action: 'none', problems: [] });
  t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
  t.match(await pushed('HEAD~1'), { action: 'pushed', problems: [] });
  t.strictSame(await onRemote(), { missing: [], letGo: [1] });
});
