import { test } from 'tap';
import { watchProgress } from '../../src/cli/progress.js';
import { memoryOutput } from './memory-terminal.js';

const mebi = 2 ** 20;

function clock() {
  let time = 0;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

void test('a terminal gets a bar with rate and time left, which goes when the work is done', async (t) => {
  const output = memoryOutput({ isTerminal: true, columns: 120 });
  const { now, pass } = clock();
  const progress = watchProgress(output, { now });
  const fact = {
    phase: 'hash',
    subject: 'data/tr\u001bain',
    doneItems: 0,
    totalItems: 4,
    totalBytes: 400 * mebi,
  } as const;
  progress.onProgress({ ...fact, doneBytes: 0 });
  pass(1000);
  progress.onProgress({ ...fact, doneItems: 1, doneBytes: 100 * mebi });
  progress.end();
  t.equal(
    output.text,
    '\r\u001b[2Khashing  [=====               ]  25%  100 MiB of 400 MiB  (1 of 4)  100 MiB/s  3 s left  data/tr\\u001bain\r\u001b[2K',
  );
});

void test('a narrow terminal cuts the line, so that it never wraps', async (t) => {
  const output = memoryOutput({ isTerminal: true, columns: 20 });
  const { now, pass } = clock();
  const progress = watchProgress(output, { now });
  pass(1000);
  progress.onProgress({ phase: 'push', subject: 'origin', doneItems: 1, totalItems: 3 });
  t.equal(output.text, '\r\u001b[2Kpushing  [======= …');
});

void test('elsewhere plain lines are rare, and quick work says nothing', async (t) => {
  const output = memoryOutput();
  const { now, pass } = clock();
  const progress = watchProgress(output, { now });
  for (let second = 0; second < 25; second++) {
    progress.onProgress({ phase: 'fetch', doneItems: second });
    pass(1000);
  }
  progress.end();
  t.equal(output.text, 'fetching  2  1/s\nfetching  12  1/s\nfetching  22  1/s\n');
});

void test('silence is silent', async (t) => {
  const output = memoryOutput({ isTerminal: true });
  const { now, pass } = clock();
  const progress = watchProgress(output, { now, silent: true });
  pass(5000);
  progress.onProgress({ phase: 'fetch', doneItems: 1 });
  progress.end();
  t.equal(output.text, '');
});
