// Runs build/test/**/*.test.js, each file a process of its own, a few at once, and prints what they say as a manual:
// a heading a file, a line a test; files in which a test failed come last. Arguments are parts of file names to choose by. Ends with
// `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Parser } from 'tap-parser';

const folder = new URL('../build/test/', import.meta.url);
const sources = new URL('../test/', import.meta.url);
const wanted = process.argv.slice(2);
const timeoutMs = 600_000;

const files = (await readdir(folder, { recursive: true }))
  .filter((name) => name.endsWith('.test.js'))
  // What was compiled from a file that is gone by now is not a test any more.
  .filter((name) => existsSync(new URL(name.replace(/js$/, 'ts'), sources)))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const queue = [...files];
await Promise.all(
  Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runFile(file);
  }),
);
if (files.length === 0) {
  console.error(wanted.length === 0 ? 'no tests found' : `no test file fits ${wanted.join(', ')}`);
  process.exitCode = 1;
}
for (const block of failures) console.log(block);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
if (totals.failed > 0) process.exitCode = 1;

/** Runs one file and prints its block when it is done, so that blocks never mix. */
async function runFile(file) {
  const child = spawn(process.execPath, ['--enable-source-maps', fileURLToPath(new URL(file, folder))], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The limit is ours, above: a busy machine may take longer than tap's own 30 s a file.
    // With CI set, tap colours what its children print.
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(timeoutMs / 1000), CI: undefined, FORCE_COLOR: undefined },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const lines = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const parser = new Parser();
  collect(parser, 0, lines, counts);
  child.stdout.pipe(parser);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [exit] = await Promise.all([
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(signal ?? code));
    }),
    new Promise((resolve) => parser.once('complete', resolve)),
  ]);
  if (exit !== 0 && counts.failed === 0) {
    counts.failed += 1;
    lines.push(`  ✗ the file ended with ${exit}`);
  }
  if (counts.failed > 0 && stderr !== '') lines.push(stderr.replace(/^/gm, '    '));
  for (const key of Object.keys(totals)) totals[key] += counts[key];
  const block = `\n${file.replace(/\.test\.js$/, '')}\n${lines.join('\n')}`;
  if (counts.failed > 0) failures.push(block);
  else console.log(block);
}

/** A subtest is a test; an assertion is one only where it stands by itself or fails. */
function collect(parser, depth, lines, counts) {
  const indent = '  '.repeat(depth + 1);
  const children = new Set();
  parser.on('child', (child) => {
    children.add(child.name);
    const at = lines.length;
    const before = { ...counts };
    const own = { leaves: 0 };
    child.on('child', () => {
      own.leaves += 1;
    });
    collect(child, depth + 1, lines, counts);
    child.on('complete', (result) => {
      const hasSubtests = own.leaves > 0;
      const mark = result.ok ? '✓' : '✗';
      const skip = result.plan?.skipAll || result.bailout ? ` (skipped: ${result.plan?.skipReason ?? ''})` : '';
      lines.splice(at, 0, `${indent}${skip === '' ? mark : '-'} ${child.name}${skip}`);
      if (hasSubtests) return;
      // A leaf counts once, however many assertions it makes.
      counts.failed = before.failed + (result.ok ? 0 : 1);
      counts.skipped = before.skipped + (skip === '' ? 0 : 1);
      counts.passed = before.passed + (result.ok && skip === '' ? 1 : 0);
    });
  });
  parser.on('assert', (result) => {
    if (children.has(result.name)) return;
    if (result.ok && depth > 0) return;
    if (result.skip) counts.skipped += 1;
    else if (result.ok) counts.passed += 1;
    else {
      counts.failed += 1;
      lines.push(`${indent}✗ ${result.name}`);
      if (result.diag) lines.push(JSON.stringify(result.diag, null, 2).replace(/^/gm, `${indent}  `));
      return;
    }
    lines.push(`${indent}${result.skip ? '-' : '✓'} ${result.name}${result.skip ? ` (skipped: ${result.skip})` : ''}`);
  });
}
