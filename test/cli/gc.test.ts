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
