import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { parseDigest } from '#model/digest.js';
import { judgeOutput, type JudgedContent } from '#operations/judge-output.js';
import { makeOperationContext } from '../support/operation-context.js';

type Files = Readonly<Record<string, string>>;

/** Keeps two folders with these files, one after the other, and judges the second. */
async function judgeFolders(t: Test, files: { readonly first: Files; readonly made: Files }, tolerance?: number) {
  const { repository, context, pixelis } = await makeOperationContext(t);
  const keep = async (side: Files): Promise<JudgedContent> => {
    await rm(join(repository.root, 'out'), { recursive: true, force: true });
    for (const [name, content] of Object.entries(side)) await repository.write(`out/${name}`, content);
    const { paths } = await pixelis.add(['out']);
    const [added] = paths;
    if (added === undefined) throw new Error('nothing was added');
    return { digest: parseDigest(added.digest), size: added.size, files: added.files };
  };
  const contents = { first: await keep(files.first), made: await keep(files.made) };
  return judgeOutput(contents, { store: await context.cache(), name: 'out', tolerance }, {});
}

void test('folders are compared file by file', async (t) => {
  const first = { 'a.json': '{"x":1}', 'b.txt': 'b', gone: '', same: 's' };
  const made = { 'a.json': '{"x":1.001}', 'b.txt': 'c', new: '', same: 's' };
  const judged = await judgeFolders(t, { first, made }, 0.01);
  t.match(judged, { verdict: 'different', detail: 'b.txt: line 1: "c" instead of "b"; gone: is missing; new: is new' });
  t.ok((judged.deviation ?? 0) > 0.0009);
  t.match(await judgeFolders(t, { first: { ...first }, made: first }), { verdict: 'identical' });
});

void test('files whose numbers are within the tolerance make a folder that is', async (t) => {
  const files = { first: { 'a.json': '{"x":1}' }, made: { 'a.json': '{"x":1.25}' } };
  t.match(await judgeFolders(t, files, 0.2), { verdict: 'within-tolerance', deviation: 0.2 });
  t.match(await judgeFolders(t, files), { verdict: 'different', detail: 'a.json: x: 1.25 instead of 1' });
  const spaced = { first: { 'a.json': '{"x":1}' }, made: { 'a.json': '{"x": 1}' } };
  t.match(await judgeFolders(t, spaced), {
    verdict: 'different',
    detail: 'a.json: the same values, written in another way',
  });
  t.match(await judgeFolders(t, spaced, 0), { verdict: 'within-tolerance', deviation: 0 });
});

void test('what is known only by its digest is different, nobody knows where', async (t) => {
  const { context } = await makeOperationContext(t);
  const content = (hex: string): JudgedContent => ({ digest: parseDigest(`blake3:${hex.repeat(64)}`), size: 1 });
  const contents = { first: content('0'), made: content('1') };
  const store = await context.cache();
  t.match(await judgeOutput(contents, { store, name: 'a.json', tolerance: 1 }, {}), {
    verdict: 'different',
    detail: /^where cannot be told: /,
  });
  const kinds = { first: content('0'), made: { ...content('1'), files: 3 } };
  t.match(await judgeOutput(kinds, { store, name: 'a', tolerance: 1 }, {}), { detail: 'a folder instead of a file' });
});
