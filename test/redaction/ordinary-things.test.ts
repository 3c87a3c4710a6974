import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Redaction } from '#model/run.js';
import { openRedactor } from '#redaction/redactor.js';
import { test } from 'tap';
import { ordinaryCommands, ordinaryLines, ordinaryVariables } from './ordinary-things.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function redactor(environment = {}) {
  return openRedactor({ key: Buffer.alloc(32), environment, allow: [] });
}

void test('the variables and the commands of people who train models are recorded as they are', (t) => {
  const secrets = redactor(ordinaryVariables);
  for (const [name, value] of Object.entries(ordinaryVariables)) secrets.variable(name, value);
  for (const command of ordinaryCommands) secrets.arguments(command.split(' '));
  secrets.params({ ...ordinaryVariables, passes: 3, token: 7, key: 0.5, seeds: [1, 2, 3], auth: null, secret: false });
  t.same(secrets.findings, []);
  t.end();
});

void test('logs, tables, notebooks, lock files, digests, ids and code stay as they are', async (t) => {
  const lines = ordinaryLines(400);
  t.ok(lines.length >= 10_000);
  const secrets = redactor(ordinaryVariables);
  await drain(secrets.content(once(Buffer.from(lines.join('\n'))), 'stdout'));
  t.comment(`${lines.length} entries, ${secrets.findings.length} false`);
  t.same(secrets.findings, []);
});

void test('of the lines of this repository and of what it is built with, fewer than one in a thousand is touched', async (t) => {
  const secrets = redactor();
  let lines = 0;
  for (const path of ordinaryFiles()) {
    const bytes = readFileSync(path);
    lines += bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
    await drain(secrets.content(once(bytes), `file ${path.slice(root.length)}`));
  }
  const touched = secrets.findings.reduce((sum, { count }) => sum + count, 0);
  t.comment(`${touched} of ${lines} lines: ${secrets.findings.map(shown).join(', ')}`);
  t.ok(lines > 100_000, `${lines} lines`);
  t.ok(touched * 1000 < lines, `${touched} of ${lines} lines`);
});

/** Sources, documents and schemas of this repository, its lock file, and what lies at the top of its packages. */
function ordinaryFiles(): readonly string[] {
  const own = ['src', 'docs', 'schemas', 'scripts'].flatMap((folder) => filesBelow(join(root, folder)));
  const modules = join(root, 'node_modules');
  const foreign = readdirSync(modules)
    .filter((name) => !/^[.@]/.test(name))
    .flatMap((name) => filesIn(join(modules, name)));
  return [...own, join(root, 'package-lock.json'), ...foreign].filter((path) =>
    /\.(?:[cm]?[jt]s|json|md|ya?ml)$/.test(path),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(folder, entry.name));
}

function shown({ where, rule, count }: Redaction): string {
  return `${where} ${rule} ×${count}`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}
