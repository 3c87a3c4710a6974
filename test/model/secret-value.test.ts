import { isPath, isPlaceholder, isWordlike, looksIssued, looksRandom } from '#model/secret-value.js';
import { test } from 'tap';

void test('what a machine made looks issued; words, numbers, paths, times and versions do not', (t) => {
  for (const text of ['k3jx9w2mq8v7z1p4', 'Zx81-Qp77-Lm09x', '0123456789abcdef0123', 'aB3/xY9+zQ1w'])
    t.ok(looksIssued(text), text);
  for (const text of [
    'gpt2',
    'meta-llama/Llama-3.1-8B-Instruct',
    'gpt-4o-2024-08-06',
    'checkpoint-12000',
    'layers.12.attn.weight',
    '/data/run/out.pt',
    './keys/server.pem',
    '~/.ssh/id_rsa',
    '1e-5',
    '2026-03-01T09:30:00',
    '1,234,567',
    '12.5GB',
    'https://example.org/a1',
    'sha256:0123abcd4567',
    'a sentence with 3 words',
    '<|endoftext|>',
  ])
    t.notOk(looksIssued(text), text);
  t.end();
});

void test('what looks random is long, mixed, and no digest or id', (t) => {
  t.ok(looksRandom('k3Jx9w2mQ8v7z1p4Lr6T'));
  for (const text of [
    'k3Jx9w2mQ8',
    '3f1e2d3c4b5a69788796a5b4c3d2e1f001122334',
    '7b1f2c3d-0000-4000-8000-1234567890ab',
    'aaaaaaaaaaaaaaaaaaaaA1',
    'mediumType/Elem=int32',
    'some_long_identifier_name_2',
  ])
    t.notOk(looksRandom(text), text);
  t.end();
});

void test('words are told from tokens, also in camel case', (t) => {
  for (const text of ['asUint8Array', 'user_id_2', 'KeyError', 'attn.k_proj', 'S3Express'])
    t.ok(isWordlike(text), text);
  for (const text of ['k3jx9w2mq8v7', 'QVMWebvmbMPFFQUwid']) t.notOk(isWordlike(text), text);
  t.end();
});

void test('Base64 that begins with a slash is no path', (t) => {
  for (const text of ['/etc/ssl/server', './a', 'C:\\Users\\ada', 'certs/server.pem', '/data/runs/k7m2x9w4/model.pt'])
    t.ok(isPath(text), text);
  for (const text of ['/xK9aB3/Qw7Zt5Lm+1pR8', 'aB3/xY9+zQ1w', 'token']) t.notOk(isPath(text), text);
  t.end();
});

void test('what stands in examples is no secret', (t) => {
  for (const text of [
    '',
    'none',
    '${DB_PASSWORD}',
    '{{ secrets.x }}',
    '$(cat pw)',
    '<password>',
    '****',
    'changeme',
    'your-key-here',
  ])
    t.ok(isPlaceholder(text), text);
  for (const text of ['hunter2', 'pa$$w0rd', 'a$(b9x']) t.notOk(isPlaceholder(text), text);
  t.end();
});
