import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { bin } from '../support/cli.js';
import type { TestRepository } from '../support/repository.js';
import { makeRepository } from '../support/repository.js';
import { keptFile, runRecord, startRun } from '../support/runs.js';
import { type PlantedSecret, plantSecrets } from '../redaction/planted-secrets.js';

/** The same for each test of a file: the secrets of every format, each under a name. */
const planted = plantSecrets().map((secret, index) => ({
  ...secret,
  variable: secret.name ?? `PLANTED_SECRET_${index}`,
}));

void test('no secret of a captured run is left in git, in the cache, among the records or on the remote', async (t) => {
  const repository = await makeRepository(t);
  await plant(repository);
  const [first, ...others] = planted.filter(({ text }) => !text.includes('\n')) as [Planted, ...Planted[]];
  const env = Object.fromEntries(planted.map(({ variable, text }) => [variable, text]));
  const nested = Object.fromEntries(others.map(({ variable, text }) => [variable, text]));
  const options = ['--capture-level', '3', '--commit', '--config', 'config.yaml', '--output', 'out/made.txt'];
  const words = [
    '--name',
    `run ${first.text}`,
    '--tag',
    `tag ${first.text}`,
    '--param',
    `db=${JSON.stringify(nested)}`,
  ];
  const command = [process.execPath, 'program.mjs'].concat(
    others.flatMap(({ variable, text }) => [`--${variable.toLowerCase().replaceAll('_', '-')}`, text]),
    others.map(({ variable, text }) => `${variable}=${text}`),
  );
  const line = ['run', '--id', 'secret', ...options, ...words, '--', ...command];
  const { code, stdout, stderr } = await repository.spawn(line, { env });
  t.equal(code, 0, stderr);
  t.ok(stdout.includes(first.secret), 'the program was told its secrets, and said them');
  await repository.done('push');
  await repository.git('commit', '-qm', 'records', '--allow-empty');
  const record = await runRecord(repository, 'secret');
  t.match(record, { state: 'COMPLETED', captureLevel: 3, code: { changes: { withheld: ['.env'] } } });
  t.ok(record.redacted.length > planted.length);
  t.match(await runRecord(repository, 'inner'), { state: 'COMPLETED', parent: 'secret' });
  const places = await placesOf(repository);
  t.same(
    ['run: secret\n', 'an ordinary result'].map((text) => places.some(([, content]) => content.includes(text))),
    [true, true],
    'what is no secret is found',
  );
  t.same(survivors(places), []);
  const said = (await keptFile(t, repository, record.stdout)).toString();
  t.match(said, /redacted:github-token:[0-9a-f]{12}/);
  t.ok(said.startsWith('begin\n') && said.endsWith('end\n'), 'what else it said is there');
});

void test('the output of a run that was killed is searched for what only its own process knew', async (t) => {
  const repository = await makeRepository(t);
  const environment = { ...repository.environment, ONLY_PASSWORD: 'in this process' };
  const script = 'console.log(process.env.ONLY_PASSWORD + "|" + process.argv.at(-1)); setTimeout(() => {}, 60_000)';
  const command = [process.execPath, '-e', script, '--', '--secret', 'of an argument'];
  const run = startRun({ ...repository, environment }, '--id', 'killed', '--', ...command);
  await run.says('of an argument\n');
  process.kill(-run.pid, 'SIGKILL');
  await run.ended;
  await repository.done('status');
  const record = await runRecord(repository, 'killed');
  t.equal(record.state, 'INTERRUPTED');
  const said = (await keptFile(t, repository, record.stdout)).toString();
  t.match(said, /^redacted:password:[0-9a-f]{12}\|redacted:secret:[0-9a-f]{12}\n$/);
});

void test('what a configuration, a parameter or a withheld file names a secret is found in all else', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('settings.ini', '[db]\npassword = "from-an-ini1"\n');
  await repository.write('deploy/prod.env', 'DB_PASSWORD=from-prod.env2\n');
  await repository.write('.gitignore', '.env\n');
  await repository.write('.env', 'API_TOKEN=from-ignored.env3\n');
  const words = ['from-an-ini1', 'from-prod.env2', 'from-ignored.env3', 'from a parameter'];
  const options = ['--id', 'all', '--config', 'settings.ini', '--param', `password=${words[3]}`];
  await repository.spawn(['run', ...options, '--', 'sh', '-c', 'printf "%s\\n" "$@"', 'sh', ...words]);
  const record = await runRecord(repository, 'all');
  const said = (await keptFile(t, repository, record.stdout)).toString();
  t.match(said, /^redacted:password:\w+\nredacted:password:\w+\nredacted:token:\w+\nredacted:password:\w+\n$/);
  t.notMatch(record.command.join(' '), 'from');
});

void test('what is allowed by name is recorded, on the command line or in the settings', async (t) => {
  const repository = await makeRepository(t);
  const [{ text }] = planted.filter(({ format }) => format === 'GitHub personal token') as [Planted];
  const env = { DB_PASSWORD: 'not so secret', API_TOKEN: text };
  const command = ['--', 'sh', '-c', 'echo "$DB_PASSWORD $API_TOKEN"'];
  await repository.spawn(['run', '--id', 'kept', '--allow', 'DB_PASSWORD', '--param', 'api_key=abc1', ...command], {
    env,
  });
  const said = async (run: string) =>
    (await keptFile(t, repository, (await runRecord(repository, run)).stdout)).toString();
  t.match(await said('kept'), /^not so secret redacted:github-token:/);
  t.match((await runRecord(repository, 'kept')).params, { api_key: /^redacted:api-key:/ });
  await repository.done('config', 'set', 'capture.allow', 'api_key,github-token,API_TOKEN');
  await repository.spawn(['run', '--id', 'allowed', '--param', 'api_key=abc1', ...command], { env });
  t.match(await said('allowed'), new RegExp(`^redacted:password:[0-9a-f]+ ${text}`));
  t.match((await runRecord(repository, 'allowed')).params, { api_key: 'abc1' });
});

void test('metadata of a version is recorded without its secrets, and a warning says so', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a.txt', 'a');
  const result = await repository.done('add', 'data/a.txt', '--meta', 'api_key=abc1', '--meta', 'rows=3');
  t.match(result.warnings, [{ code: 'secret.redacted', message: /metadata 'api_key'/ }]);
  const { version } = (await repository.done('show', 'data/a.txt')) as unknown as { readonly version: unknown };
  t.match(version, { metadata: { api_key: /^redacted:api-key:/, rows: 3 } });
});

type Planted = PlantedSecret & { readonly variable: string };

/** Puts secrets into every file that a run looks at, and into the settings of git. */
async function plant(repository: TestRepository): Promise<void> {
  const assignments = planted.map(({ variable, text }) => `${variable} = ${JSON.stringify(text)}`).join('\n');
  await repository.write('tracked.py', 'import os\n');
  await repository.write('program.mjs', program);
  await repository.commit('code');
  await repository.write('tracked.py', `import os\n${assignments}\n`);
  await repository.write('untracked.toml', `[secrets]\n${assignments}\n`);
  await repository.write('.env', `${planted.map(({ variable, text }) => `${variable}=${text}`).join('\n')}\n`);
  await repository.write(
    'config.yaml',
    `lr: 0.1\n${planted.map(({ variable, text }) => `${variable.toLowerCase()}: ${JSON.stringify(text)}`).join('\n')}\n`,
  );
  await repository.git('remote', 'add', 'origin', `https://me:${planted[2]?.text}@example.org/a.git`);
}

/** Says all that it knows in many ways, and has it recorded where it can. */
const program = `
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const secrets = Object.entries(process.env).filter(([name]) => /^(PLANTED_|[A-Z_]*(KEY|TOKEN|PASS|SECRET|auth))/i.test(name));
process.stdout.write('begin\\n');
for (const [name, value] of secrets) {
  process.stdout.write(name + '=' + value + '\\n' + value + '\\n' + Buffer.from(value).toString('base64') + '\\n');
  process.stderr.write('Error: 401 for ' + encodeURIComponent(value) + '\\n');
  appendFileSync(process.env.PIXELIS_METRICS_FILE, JSON.stringify({ step: 1, ['loss ' + value]: 0.5 }) + '\\n');
}
process.stdout.write(process.argv.join('\\n') + '\\n' + process.env.PIXELIS_PARAMS + '\\nend\\n');
mkdirSync('out', { recursive: true });
writeFileSync('out/made.txt', 'an ordinary result');
writeFileSync('out/nested.txt', 'another');
const [, value] = secrets[0];
const pixelis = (...args) => execFileSync(process.execPath, [${JSON.stringify(bin)}, ...args], { stdio: 'ignore' });
pixelis('run', '--id', 'inner', '--param', 'again=' + value, '--', process.execPath, '-e', 'console.log(process.env)');
pixelis('add', 'out/nested.txt', '--meta', 'api_key=' + value);
`;

/** All that was written: git's objects, the records, the state of Pixelis with the cache, the remote. */
async function placesOf(repository: TestRepository): Promise<readonly Place[]> {
  const git = await repository.git('cat-file', '--batch', '--batch-all-objects', '--unordered', '--buffer');
  const places: Place[] = [['git', git]];
  for (const folder of [repository.at('.pixelis'), repository.at('.git/pixelis'), repository.remote]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile()) places.push([path.relative(repository.root, file), await readFile(file, 'latin1')]);
    }
  }
  return places;
}

type Place = readonly [name: string, content: string];

/** Formats of which a stretch of a secret is somewhere, as it is or in Base64. */
function survivors(places: readonly Place[]): readonly string[] {
  const windows = new Map(planted.flatMap((secret) => windowsOf(secret).map((window) => [window, secret.format])));
  return places.flatMap(([place, text]) => {
    const found = new Set<string>();
    for (let at = 0; at + windowSize <= text.length; at++) {
      const format = windows.get(text.slice(at, at + windowSize));
      if (format !== undefined) found.add(`${format} in ${place}`);
    }
    return [...found];
  });
}

const windowSize = 10;

function windowsOf({ secret }: PlantedSecret): readonly string[] {
  const encoded = Buffer.from(secret).toString('base64').slice(4, -8);
  return [secret, encoded].flatMap((text) =>
    Array.from({ length: Math.max(0, text.length - windowSize + 1) }, (_, start) =>
      text.slice(start, start + windowSize),
    ),
  );
}
