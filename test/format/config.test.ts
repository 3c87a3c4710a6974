import { test } from 'tap';
import { decodeAliases, editAliases, encodeAliases } from '#format/aliases.js';
import { decodeConfig, editConfig, encodeConfig } from '#format/config.js';
import { digestFromHex } from '#model/digest.js';

const file = '.pixelis/config.yaml';
const written = `# settings of the project
pixelis: 1
remotes:
  # the big one
  origin:
    url: s3://bucket/prefix # since May
    path_style: true
default_remote: origin
`;

void test('a config is read into its domain type', async (t) => {
  const config = decodeConfig(bytes(written), file);
  t.same(config, {
    remotes: new Map([['origin', { url: 's3://bucket/prefix', pathStyle: true }]]),
    defaultRemote: 'origin',
  });
});

void test('files of trusted keys are read into their domain type', async (t) => {
  const signatures = 'signatures:\n  allowed_signers: a\n  revoked_keys: b\n  openpgp_keys: c\n';
  t.same(decodeConfig(bytes(`pixelis: 1\n${signatures}`), file), {
    signatures: { allowedSigners: 'a', revokedKeys: 'b', openpgpKeys: 'c' },
  });
  t.same(decodeConfig(bytes('pixelis: 1\nsignatures: {}\n'), file), { signatures: {} });
});

void test('a setting is set where it stands, and comments stay', async (t) => {
  const edited = editConfig(bytes(written), { key: ['remotes', 'origin', 'url'], value: '/mnt/store' }, file);
  t.equal(text(edited), written.replace('s3://bucket/prefix', '/mnt/store'));
});

void test('a new setting goes to the end of its map', async (t) => {
  const region = editConfig(bytes(written), { key: ['remotes', 'origin', 'region'], value: 'eu-1' }, file);
  t.equal(text(region), written.replace('path_style: true\n', 'path_style: true\n    region: eu-1\n'));
  const cache = editConfig(bytes(written), { key: ['cache', 'dir'], value: '/big disk' }, file);
  t.equal(text(cache), `${written}cache:\n  dir: /big disk\n`);
  const link = editConfig(bytes(written), { key: ['worktree'], value: { link: ['hardlink', 'copy'] } }, file);
  t.equal(text(link), `${written}worktree:\n  link:\n    - hardlink\n    - copy\n`);
});

void test('a list takes the place of another, and only its own lines change', async (t) => {
  const spaced = bytes('pixelis:   1\nworktree:   # placing\n  link: [copy]   # old\njobs:   4 # few\n');
  const wide = editConfig(spaced, { key: ['worktree', 'link'], value: ['reflink', 'copy'] }, file);
  const expected = 'pixelis:   1\nworktree:   # placing\n  link:\n    - reflink\n    - copy\njobs:   4 # few\n';
  t.equal(text(wide), expected);
  const before = editConfig(undefined, { key: ['worktree', 'link'], value: ['symlink'] }, file);
  const after = editConfig(before, { key: ['worktree', 'link'], value: ['copy', 'reflink'] }, file);
  t.equal(text(after), 'pixelis: 1\nworktree:\n  link:\n    - copy\n    - reflink\n');
});

void test('a setting that is taken away takes along the maps it leaves empty', async (t) => {
  const edited = editConfig(bytes(written), { key: ['remotes', 'origin'], value: undefined }, file);
  t.equal(text(edited), '# settings of the project\npixelis: 1\ndefault_remote: origin\n');
  t.equal(text(editConfig(edited, { key: ['jobs'], value: undefined }, file)), text(edited));
});

void test('an empty value is filled where it stands', async (t) => {
  const original = bytes('pixelis: 1\ndefault_remote:\njobs: 1\n'.replace('default_remote:', 'cache: {}'));
  const edited = editConfig(original, { key: ['cache', 'dir'], value: '/c' }, file);
  t.equal(text(edited), 'pixelis: 1\ncache:\n  dir: /c\njobs: 1\n');
});

void test('a setting that is not known, or a value that cannot be, changes nothing and says so', async (t) => {
  const change = (key: readonly string[], value: unknown) => () => editConfig(bytes(written), { key, value }, file);
  t.throws(change(['nmaing'], 'off'), { code: 'config.invalid', message: /'nmaing' is not known/ });
  t.throws(change(['naming'], 'loose'), { code: 'config.invalid', message: /expected one of strict, warn, off/ });
  t.throws(change(['jobs'], 0), { code: 'config.invalid', message: /must be >= 1/ });
  t.throws(change(['pixelis'], 2), { code: 'config.invalid' });
  t.throws(change(['remotes', '__proto__', 'url'], 'x'), { code: 'config.invalid' });
});

void test('a new config is the smallest there is', async (t) => {
  t.equal(text(encodeConfig()), 'pixelis: 1\n');
});

void test('aliases are kept with their comments', async (t) => {
  const path = '.pixelis/artifacts/a/aliases.yaml';
  const best = { version: 2, digest: digestFromHex('6f'.repeat(32)) };
  const old = { version: 1, digest: digestFromHex('93'.repeat(32)) };
  const first = encodeAliases(
    new Map([
      ['best', best],
      ['baseline', old],
    ]),
  );
  t.equal(
    text(first),
    `pixelis: 1\naliases:\n  baseline:\n    version: 1\n    digest: ${old.digest}\n  best:\n    version: 2\n    digest: ${best.digest}\n`,
  );
  t.same(
    decodeAliases(first, path),
    new Map([
      ['baseline', old],
      ['best', best],
    ]),
  );

  const commented = bytes(text(first).replace('best:', 'best: # by accuracy'));
  const moved = editAliases(
    commented,
    new Map([
      ['best', old],
      ['baseline', old],
      ['paper', best],
    ]),
    path,
  );
  t.equal(
    text(moved),
    `pixelis: 1\naliases:\n  baseline:\n    version: 1\n    digest: ${old.digest}\n  best: # by accuracy\n    version: 1\n    digest: ${old.digest}\n  paper:\n    version: 2\n    digest: ${best.digest}\n`,
  );
  t.equal(editAliases(moved, decodeAliases(moved, path), path), moved);
  t.equal(text(editAliases(moved, new Map(), path)), 'pixelis: 1\naliases: {}\n');
  t.same(
    decodeAliases(editAliases(bytes('pixelis: 1\naliases: {}\n'), new Map([['x', old]]), path), path),
    new Map([['x', old]]),
  );
});

function bytes(document: string): Uint8Array {
  return new TextEncoder().encode(document);
}

function text(document: Uint8Array): string {
  return new TextDecoder().decode(document);
}
