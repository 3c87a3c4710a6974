import { readFile, rm } from 'node:fs/promises';
import { test } from 'tap';
import { makeRepository } from '../support/repository.js';

/** What changes from run to run. */
function scrubbed(text: string): string {
  return text
    .replaceAll(/\b[0-9]{8}t[0-9]{6}z-[0-9a-f]{6}\b/g, 'RUN')
    .replaceAll(/\b[0-9a-f]{8}\b/g, 'DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'TIME')
    .replaceAll(/\d+ B\b/g, 'N B');
}

void test('old versions go by plan, trash and purge, and each step says what comes next', async (t) => {
  const repository = await makeRepository(t);
  for (const version of [1, 2, 3]) {
    await repository.write('data/a', `version ${version}`);
    await repository.addAndCommit(`v${version}`, 'data/a');
  }
  await repository.done('push', '--all');
  const say = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await repository.pixelis(args);
    t.equal(code, 0, args.join(' '));
    return scrubbed(stdout + stderr);
  };
  t.equal(
    await say('gc'),
    '3 versions and what else git can still produce need 3 objects\nnothing is there that nobody needs\n',
  );
  const rules = ['--keep-last', '1', '--grace', '0'];
  t.equal(
    await say('gc', ...rules),
    `3 versions and what else git can still produce need 1 object
superseded: 2 objects (N B) could go, of versions that the rules let go
  DIGEST  N B of dataset-a:v1
  DIGEST  N B of dataset-a:v2
2 versions let go by rule; the records stay:
  dataset-a:v1  N B  recorded in DIGEST
  dataset-a:v2  N B  recorded in DIGEST
would free N B on disk

next: the same with --apply moves it to the trash
`,
  );
  t.equal(await say('gc', ...rules, '--apply', '--dry-run'), await say('gc', ...rules));
  t.match(
    await say('gc', ...rules, '--apply'),
    /moved to the trash, of versions .*collection RUN.*in the trash: 2 files/s,
  );
  t.equal(await say('gc', 'trash'), 'RUN  TIME  2 files  N B\n\nnext: pixelis gc undo RUN brings one back\n');
  t.equal(await say('gc', 'undo'), 'brought back 2 files (N B) of collection RUN\n');
  t.equal(await say('gc', 'trash'), 'nothing lies in the trash\n');
  await say('gc', ...rules, '--apply');
  t.match(await say('gc', '--purge', '--trash-age', '0'), /^freed 2 files \(N B\)$/m);
  await rm(repository.at('data/a'));
  await say('get', 'dataset-a:v1', '-o', 'again');
  t.equal(await readFile(repository.at('again'), 'utf8'), 'version 1', 'a remote has it');
});

void test('what cannot be is refused', async (t) => {
  const repository = await makeRepository(t);
  const codeOf = async (...args: readonly string[]) => (await repository.json('gc', ...args)).result.error.code;
  t.equal(await codeOf('--apply', '--purge'), 'usage.invalid-argument');
  t.equal(await codeOf('--type', 'dataset'), 'usage.invalid-argument');
  t.equal(await codeOf('--grace', 'soon'), 'usage.invalid-argument');
  t.equal(await codeOf('--keep-last', '0'), 'usage.invalid-argument');
  t.equal(await codeOf('--keep-last', '1', '--unpushed', 'nobody'), 'reference.not-found');
  t.equal(await codeOf('undo', '20260101t000000z-000000'), 'gc.run-not-found');
  await repository.write('a.pixelis.yaml', 'pixelis: 1\n');
  t.equal(await codeOf(), 'gc.root-unreadable');
  t.equal((await repository.pixelis(['gc'])).code, 1);
});

void test('a remote is collected the same way, and says which clones need it', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', 'version 1');
  const first = await repository.addAndCommit('v1', 'data/a');
  await repository.done('push');
  await repository.write('data/a', 'version 2');
  await repository.addAndCommit('v2', 'data/a');
  await repository.done('push');
  const colleague = await repository.clone('colleague');
  await repository.git('reset', '--quiet', '--hard', first);
  await repository.git('reflog', 'expire', '--expire=now', '--all');
  await repository.git('prune', '--expire=now');
  await rm(repository.at('.git/pixelis/index'), { recursive: true });
  const say = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await repository.pixelis(['gc', ...args]);
    t.equal(code, 0, args.join(' '));
    return scrubbed(stdout + stderr).replaceAll(/\S+:(repository|colleague)/g, '$1');
  };
  const plan = `1 clone needs 1 object of remote origin
  repository  this clone
not needed: 1 object (N B) could go
  DIGEST  N B
would free N B

next: the same with --apply moves it to the trash
`;
  t.equal(await say('--remote', '--grace', '0'), plan);
  t.match(
    await say('--remote=origin', '--grace', '0', '--apply'),
    /^collection RUN\nin the trash: RUN, 1 file \(N B\)$/m,
  );
  t.equal(
    await say('trash', '--remote'),
    'RUN  TIME  1 file  N B\n\nnext: pixelis gc undo RUN --remote=origin brings one back\n',
  );
  t.match(await colleague.json('pull'), { code: 0, result: { warnings: [{ code: 'gc.from-trash' }] } });
  t.match(await say('--remote', '--grace', '0'), /^2 clones need 2 objects .*\n.*\n {2}colleague +[0-9a-f]{32} /);
  t.equal(await say('undo', '--remote'), 'brought back 1 file (N B) of collection RUN\n');
  t.match(await colleague.json('verify', '--remote'), { code: 0 });
  const { stdout } = await colleague.pixelis(['gc', '--remote', '--grace', '0', '--keep-last', '1']);
  t.match(
    stdout,
    /^kept: 1 version \(.* B\), clones registered it \(it goes once they let it go, too\): dataset-a:v1\n {2}by \S+:repository$/m,
  );
  const codeOf = async (...args: readonly string[]) => (await repository.json('gc', ...args)).result.error.code;
  t.equal(await codeOf('--remote', '--purge', '--keep-last', '1'), 'usage.invalid-argument');
  t.equal(await codeOf('--forget-clone', 'a'.repeat(32)), 'usage.invalid-argument');
  t.equal(await codeOf('--remote', '--forget-clone', 'me'), 'usage.invalid-argument');
  t.equal(await codeOf('--remote=nowhere'), 'remote.not-configured');
});
