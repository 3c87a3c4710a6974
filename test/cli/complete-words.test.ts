import type { ListedArtifact, ListResult, RemoteResult, Remotes } from '../../src/index.js';
import { test } from 'tap';
import { answering, runInMemory } from './memory-terminal.js';

const artifact: ListedArtifact = {
  artifact: 'dataset-cota',
  type: 'dataset',
  paths: [],
  versionCount: 1,
  versions: [
    {
      artifact: 'dataset-cota',
      version: 1,
      digest: `blake3:${'0'.repeat(64)}`,
      type: 'dataset',
      size: 1,
      created: '2026-03-01T09:30:00Z',
      aliases: ['latest', 'best'],
    },
  ],
};
const outcome = { pixelis: 1, problems: [], warnings: [] } as const;
const listed: ListResult = { ...outcome, command: 'list', artifacts: [artifact] };
const remotes: RemoteResult = {
  ...outcome,
  command: 'remote list',
  dryRun: false,
  remotes: [{ name: 'origin', url: '/mnt/store', isDefault: true, isLocal: false }],
};
const library = answering({
  list: () => Promise.resolve(listed),
  remotes: { list: () => Promise.resolve(remotes) } as unknown as Remotes,
});

/** Candidates, without their explanations, for the words so far. */
async function complete(...words: string[]): Promise<readonly string[]> {
  const { stdout } = await runInMemory(['complete', '--', ...words], { library });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] as string]));
}

void test('commands come first, and hidden ones never', async (t) => {
  t.strictSame(await complete('c'), ['checkout', 'cat', 'config', 'completion']);
  t.strictSame(await complete('alias', ''), ['set', 'list', 'remove']);
  t.strictSame(await complete('hooks', 'r'), []);
  t.strictSame(await complete('-q', '-C', 'elsewhere', 'pus'), ['push'], 'options may stand before');
});

void test('options of a command follow a dash', async (t) => {
  t.strictSame(await complete('status', '--re'), ['--remote']);
  t.strictSame(await complete('remote', 'add', 'x', '--p'), ['--profile', '--path-style']);
  t.strictSame(await complete('--ver'), ['--version']);
});

void test('artifacts, aliases and remotes are those of the repository', async (t) => {
  t.strictSame(await complete('show', ''), ['dataset-cota', 'dataset-cota:latest', 'dataset-cota:best', ':files']);
  t.strictSame(await complete('show', 'dataset-cota:b'), ['dataset-cota:best', ':files']);
  t.strictSame(await complete('push', '--remote', ''), ['origin']);
  t.strictSame(await complete('push', '--remote=o'), ['--remote=origin']);
  t.strictSame(await complete('remote', 'check', ''), ['origin']);
});

void test('a place that takes a path leaves it to the shell, and a full command line has nothing to add', async (t) => {
  t.strictSame(await complete('add', ''), [':files']);
  t.strictSame(await complete('add', 'one', 'tw'), [':files']);
  t.strictSame(await complete('status', '-C', ''), [':folders']);
  t.strictSame(await complete('completion', ''), ['bash', 'zsh', 'fish']);
  t.strictSame(await complete('completion', 'bash', ''), []);
  t.strictSame(await complete('nonsense', ''), []);
});

void test('without a repository nothing is offered and nothing fails', async (t) => {
  t.strictSame(await runInMemory(['complete', '--', 'push', '--remote', '']), { code: 0, stdout: '', stderr: '' });
  t.strictSame(await runInMemory(['complete', '--', 'get', '']), { code: 0, stdout: ':files\n', stderr: '' });
});
