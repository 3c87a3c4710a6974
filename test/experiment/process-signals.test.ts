import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { makeRepository, type TestRepository } from '../support/repository.js';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  void test(`${signal} ends a program only after all its runs are recorded as interrupted`, async (t) => {
    const repository = await makeRepository(t);
    const { endedBy, stdout } = await killWhenBegun(repository, signal, '');
    t.equal(endedBy, signal);
    t.equal(stdout, 'begun\n', 'nothing goes on behind the signal');
    await checkRecords(t, repository, { state: 'INTERRUPTED', reason: `signal ${signal}` });
  });
}

void test('a program that listens for the signal too goes on, with its runs interrupted', async (t) => {
  const repository = await makeRepository(t);
  const { endedBy, stdout } = await killWhenBegun(repository, 'SIGTERM', 'with its own handler');
  t.equal(endedBy, 0);
  t.equal(stdout, 'begun\nhandled\ninterrupted interrupted interrupted');
  await checkRecords(t, repository, { state: 'INTERRUPTED', reason: 'signal SIGTERM' });
});

void test('a program that keeps signals to itself ends its runs by its own signal', async (t) => {
  const repository = await makeRepository(t);
  const { endedBy, stdout } = await killWhenBegun(repository, 'SIGTERM', 'which decides itself');
  t.equal(endedBy, 0);
  t.equal(stdout, 'begun\ninterrupted interrupted interrupted');
  await checkRecords(t, repository, { state: 'INTERRUPTED', reason: 'aborted' });
});

void test('the runs of a program that was killed are recorded by the next command', async (t) => {
  const repository = await makeRepository(t);
  t.equal((await killWhenBegun(repository, 'SIGKILL', '')).endedBy, 'SIGKILL');
  await repository.done('status');
  await checkRecords(t, repository, { state: 'INTERRUPTED', reason: /lost|died|gone|killed/ });
});

/** Sends a signal to the program once its runs have begun. */
async function killWhenBegun(repository: TestRepository, signal: NodeJS.Signals, kind: string) {
  const program = fileURLToPath(new URL('waiting-program.js', import.meta.url));
  const child = spawn(process.execPath, [program, repository.root, kind], {
    env: repository.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout === 'begun\n') child.kill(signal);
  });
  const endedBy = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => resolve(by ?? code));
  });
  return { endedBy, stdout };
}

async function checkRecords(
  t: Test,
  repository: TestRepository,
  expected: { readonly state: string; readonly reason: string | RegExp },
) {
  for (const run of ['one', 'two', 'three']) {
    const record = await readFile(repository.at(`.pixelis/runs/${run}.yaml`), 'utf8');
    t.match(record, `state: ${expected.state}`);
    t.match(/^reason: (.*)$/m.exec(record)?.[1], expected.reason, run);
  }
}
